package io.bwe.testkit.lab;

/** What flows of media could get: what they want, or their share of what is left for those who yield. */
final class FlowPart {
    private final LabResult result;

    FlowPart(LabResult result) {
        this.result = result;
    }

    /** What a flow could get at a time, in bits per second on the wire; 0 while it sends nothing. */
    double bps(MediaSettings spec, long timeNs) {
        if (!spec.isActive(timeNs)) {
            return 0;
        }
        int sharers = 0;
        for (LabFlow other : result.flows()) {
            sharers += yields(other.spec(), timeNs) ? 1 : 0;
        }
        double leftBps = Math.max(0, (double) result.capacity().capacityBps(timeNs) - unyieldingBps(timeNs));
        return Math.min(spec.wantedBps(timeNs), leftBps / sharers);
    }

    /** What those send who heed nothing, in bits per second. */
    long unyieldingBps(long timeNs) {
        long bps = 0;
        for (LabFlow flow : result.flows()) {
            if (flow.spec() instanceof ConstantFlow it && isWithin(it.start().toNanos(), timeNs, it.end().toNanos())) {
                bps += it.rateBps();
            }
        }
        return bps;
    }

    private static boolean yields(FlowSpec flow, long timeNs) {
        return switch (flow) {
            case MediaFlow it -> it.settings().isActive(timeNs) && !it.backward();
            case TcpFlow it -> it.smallestBytes() == 0 && isWithin(it.start().toNanos(), timeNs, it.end().toNanos());
            case ConstantFlow it -> false;
        };
    }

    private static boolean isWithin(long fromNs, long timeNs, long toNs) {
        return timeNs >= fromNs && timeNs < toNs;
    }
}
