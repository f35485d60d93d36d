package io.bwe.testkit.lab;

import java.util.Random;

/** One transfer after the other, with pauses between, or a single one without end. */
final class TcpTransfers {
    private final Agenda agenda;
    private final TcpFlow spec;
    private final Route data;
    private final Route acknowledgements;
    private final Random random;

    TcpTransfers(Agenda agenda, TcpFlow spec, Route data, Route acknowledgements, Random random) {
        this.agenda = agenda;
        this.spec = spec;
        this.data = data;
        this.acknowledgements = acknowledgements;
        this.random = random;
    }

    void start() {
        // Transfers that all began at once would move in step.
        agenda.at(spec.start().toNanos() + pauseNs(), this::transfer);
    }

    private void transfer() {
        long endNs = spec.end().toNanos();
        if (agenda.nowNs() < endNs) {
            new TcpConnection(agenda, spec.control().create(), data, acknowledgements, segments(), endNs,
                    () -> agenda.after(pauseNs(), this::transfer));
        }
    }

    private long segments() {
        if (spec.smallestBytes() == 0) {
            return Long.MAX_VALUE;
        }
        double bytes = spec.smallestBytes()
                + random.nextDouble() * (spec.largestBytes() - spec.smallestBytes());
        return (long) Math.ceil(bytes / TcpConnection.SEGMENT_BYTES);
    }

    private long pauseNs() {
        return Math.round(-Math.log(1 - random.nextDouble()) * spec.meanPause().toNanos());
    }
}
