package io.bwe.verification.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Figures as lines of text, each beside what is aimed at where something is. */
final class Targets {
    private static final int MANY_STREAMS = 10_000;
    private static final double NO_TARGET = Double.NaN;
    private static final double NS_PER_US = 1_000;
    private static final double NS_PER_MS = 1_000_000;

    private final List<String> lines = new ArrayList<>();

    private Targets() {
    }

    /**
     * What a run has shown.
     *
     * @param shape what was sent; some targets are for some rates only
     * @param baseline what the JDK's own wake-ups take
     */
    static List<String> describe(Shape shape, Figures figures, ParkBaseline baseline) {
        Targets targets = new Targets();
        long perStream = shape.packetsPerSecond() / shape.allStreams();
        boolean slow = perStream <= 100;
        targets.add("packets measured", figures.packets(), "", NO_TARGET);
        targets.add("packets dropped", figures.dropped(), "", 0);
        targets.add("packets lost", figures.lost(), "", 0);
        targets.add("packets late", figures.late(), "", NO_TARGET);
        targets.add("throws", figures.troubles(), "", 0);
        targets.add("streams live at the end", figures.liveStreams(), "", NO_TARGET);
        targets.add("REMBs", figures.rembs(), "", NO_TARGET);
        targets.add("processors busy", figures.busyProcessors(), "", NO_TARGET);
        targets.add("CPU a packet, sending included", figures.grossCpuUs(), "us", NO_TARGET);
        targets.add("CPU a packet", figures.netCpuUs(), "us", slow ? 2 : 0.8);
        targets.add("  of this on RTP threads", figures.rtpCpuUs(), "us", NO_TARGET);
        targets.add("wake-ups a packet", figures.wakeUpsPerPacket(), "", NO_TARGET);
        targets.add("bytes a packet", figures.bytesPerPacket(), "B", NO_TARGET);
        targets.add("bytes a packet, on RTP threads", (double) figures.rtpAllocatedBytes() / figures.packets(), "B",
                NO_TARGET);
        targets.add("bytes a wake-up", figures.bytesPerWakeUp(), "B", 2 * baseline.bytes());
        targets.latency("RTP path", figures.inHandler(), NS_PER_US, "us", 1, 20);
        targets.latency("  no interceptor", figures.inNoHandler(), NS_PER_US, "us", NO_TARGET, NO_TARGET);
        targets.latency("senders late", figures.sendersLate(), NS_PER_US, "us", NO_TARGET, NO_TARGET);
        targets.latency("from due to passed on", figures.sinceDue(), NS_PER_US, "us", NO_TARGET, NO_TARGET);
        targets.latency("arrival to estimate", figures.toEstimator(), NS_PER_MS, "ms", 50, NO_TARGET);
        targets.add("heap of an empty transport", figures.heapPerTransport(), "B", NO_TARGET);
        // What this program keeps for itself, some 3 MB, is told from what the streams take only if they are many.
        boolean many = shape.allStreams() >= MANY_STREAMS;
        targets.add("heap of a stream", figures.heapPerStream(), "B", slow && many ? 6 * 1_024 : NO_TARGET);
        targets.add("heap of an ended stream", figures.heapPerEndedStream(), "B", many ? 1_024 : NO_TARGET);
        targets.add("tasks of idle streams", figures.activeAfterIdle(), "", 0);
        targets.add("threads after close", figures.threadsLeft(), "", 0);
        return targets.lines;
    }

    private void latency(String name, Histogram histogram, double unitNs, String unit, double p99, double p999) {
        add(name + " p50", histogram.getValueAtPercentile(50) / unitNs, unit, NO_TARGET);
        add(name + " p99", histogram.getValueAtPercentile(99) / unitNs, unit, p99);
        add(name + " p99.9", histogram.getValueAtPercentile(99.9) / unitNs, unit, p999);
        add(name + " max", histogram.getMaxValue() / unitNs, unit, NO_TARGET);
    }

    private void add(String name, double value, String unit, double atMost) {
        String verdict = Double.isNaN(atMost)
                ? ""
                : "  at most %s: %s".formatted(number(atMost), value <= atMost ? "reached" : "MISSED");
        lines.add("%-32s %14s %-3s%s".formatted(name, number(value), unit, verdict));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%,.0f".formatted(value) : "%,.2f".formatted(value);
    }
}
