package io.bwe.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A path through a network on virtual time: senders share a bottleneck with a drop-tail queue, behind it packets are
 * delayed and may be lost, jittered or reordered, and feedback from the receivers goes back to the senders after a
 * delay.
 *
 * <p>There is no thread and no clock. The same settings and seed give the same, bit for bit, on every machine. Each
 * impairment draws from a sequence of its own, so switching one on leaves the others as they were.
 *
 * <p>Used by one thread.
 */
public final class LinkModel {
    private record Event(long timeNs, long order, Runnable action) {
        static final Comparator<Event> IN_ORDER = Comparator.comparingLong(Event::timeNs)
                .thenComparingLong(Event::order);
    }

    private final Builder settings;
    private final Random losses;
    private final Random jitters;
    private final Random reorderings;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Event.IN_ORDER);
    private final List<FlowReport> flows = new ArrayList<>();
    private long scheduled;
    private long nowNs;
    private long linkFreeNs;
    private long lastInOrderNs;

    private LinkModel(Builder settings) {
        this.settings = settings.copy();
        Random seeds = new Random(settings.seed);
        losses = new Random(seeds.nextLong());
        jitters = new Random(seeds.nextLong());
        reorderings = new Random(seeds.nextLong());
    }

    /**
     * A builder that starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Adds a sender and its receiver. Flows that send at the same time enter the queue in the order in which they were
     * added.
     *
     * @param source what sends
     * @param receiver what gets the packets that arrive
     * @return what becomes of the packets
     */
    public FlowReport add(TrafficSource source, PacketReceiver receiver) {
        FlowReport report = new FlowReport();
        flows.add(report);
        announce(source, receiver, report);
        return report;
    }

    /**
     * Lets time pass.
     *
     * @param until since the start of the model; what happens at this moment still happens
     */
    public void run(Duration until) {
        long untilNs = until.toNanos();
        for (Event next = events.peek(); next != null && next.timeNs <= untilNs; next = events.peek()) {
            events.remove();
            nowNs = next.timeNs;
            next.action.run();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /**
     * The time.
     *
     * @return nanoseconds since the start
     */
    public long nowNs() {
        return nowNs;
    }

    /**
     * How much of the bottleneck all flows together used.
     *
     * @param fromNs the start of the span
     * @param toNs its end, later than its start
     * @return 0 to 1, apart from what a packet on the edge of the span adds
     */
    public double utilisation(long fromNs, long toNs) {
        double bits = 0;
        for (FlowReport flow : flows) {
            bits += flow.wireBits(fromNs, toNs, settings.overheadBytes);
        }
        return bits / settings.capacity.bits(fromNs, toNs);
    }

    private void at(long timeNs, Runnable action) {
        events.add(new Event(timeNs, scheduled++, action));
    }

    private void announce(TrafficSource source, PacketReceiver receiver, FlowReport report) {
        long timeNs = source.nextSendTimeNs();
        if (timeNs != TrafficSource.NEVER) {
            at(Math.max(timeNs, nowNs), () -> send(source, receiver, report));
        }
    }

    private void send(TrafficSource source, PacketReceiver receiver, FlowReport report) {
        TestPacket packet = new TestPacket();
        source.send(packet);
        enqueue(packet, source, receiver, report);
        announce(source, receiver, report);
    }

    private void enqueue(TestPacket packet, TrafficSource source, PacketReceiver receiver, FlowReport report) {
        long startNs = Math.max(linkFreeNs, nowNs);
        long queueingNs = startNs - nowNs;
        if (queueingNs > settings.queueLimitNs) {
            report.dropped(nowNs, packet.payloadSize());
            return;
        }
        linkFreeNs = settings.capacity.transmissionEndNs(startNs, packet.payloadSize() + settings.overheadBytes);
        long arrivalNs = arrivalNs(linkFreeNs);
        report.sent(nowNs, linkFreeNs, arrivalNs, queueingNs, packet.payloadSize());
        if (arrivalNs != FlowReport.LOST) {
            at(arrivalNs, () -> deliver(packet, source, receiver));
        }
    }

    private long arrivalNs(long departureNs) {
        // Each draws whatever the others say, so that the sequences stay in step.
        boolean lost = losses.nextDouble() < settings.lossRate;
        double jitterNs = settings.jitterNs * Math.min(Math.abs(jitters.nextGaussian()), Builder.MAX_JITTER_DEVIATIONS);
        boolean reordered = reorderings.nextDouble() < settings.reorderRate;
        if (lost) {
            return FlowReport.LOST;
        }
        long inTimeNs = departureNs + settings.propagationDelayNs + Math.round(jitterNs);
        if (reordered) {
            return inTimeNs + settings.reorderDelayNs;
        }
        lastInOrderNs = Math.max(lastInOrderNs, inTimeNs);
        return lastInOrderNs;
    }

    private void deliver(TestPacket packet, TrafficSource source, PacketReceiver receiver) {
        long feedbackBps = receiver.onPacket(packet.arrivalTimeNs(nowNs), nowNs);
        if (feedbackBps != PacketReceiver.NO_FEEDBACK) {
            at(nowNs + settings.returnDelayNs, () -> source.onFeedback(feedbackBps, nowNs));
        }
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {
        private static final double MAX_JITTER_DEVIATIONS = 3;

        private CapacitySchedule capacity = CapacitySchedule.constant(1_000_000);
        private long queueLimitNs = 300_000_000;
        private int overheadBytes = 48;
        private long propagationDelayNs = 50_000_000;
        private long returnDelayNs = 50_000_000;
        private double jitterNs;
        private double lossRate;
        private double reorderRate;
        private long reorderDelayNs;
        private long seed = 1;

        private Builder() {
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.capacity = capacity;
            copy.queueLimitNs = queueLimitNs;
            copy.overheadBytes = overheadBytes;
            copy.propagationDelayNs = propagationDelayNs;
            copy.returnDelayNs = returnDelayNs;
            copy.jitterNs = jitterNs;
            copy.lossRate = lossRate;
            copy.reorderRate = reorderRate;
            copy.reorderDelayNs = reorderDelayNs;
            copy.seed = seed;
            return copy;
        }

        /**
         * The capacity of the bottleneck.
         *
         * @param schedule bits per second on the wire over time; default constantly 1,000,000
         * @return this
         */
        public Builder capacity(CapacitySchedule schedule) {
            capacity = schedule;
            return this;
        }

        /**
         * How long the queue may become: a packet that would have to wait longer is dropped.
         *
         * @param wait zero or more; default 300 ms (RFC 8867)
         * @return this
         */
        public Builder queueLimit(Duration wait) {
            queueLimitNs = wait.toNanos();
            return this;
        }

        /**
         * What a packet takes on the wire besides its payload.
         *
         * @param bytes 0 or more; default 48: IPv4, UDP, RTP and an 8-byte header extension
         * @return this
         */
        public Builder overheadBytes(int bytes) {
            overheadBytes = bytes;
            return this;
        }

        /**
         * The delay behind the bottleneck.
         *
         * @param delay zero or more; default 50 ms (RFC 8867)
         * @return this
         */
        public Builder propagationDelay(Duration delay) {
            propagationDelayNs = delay.toNanos();
            return this;
        }

        /**
         * How long feedback takes back to the sender.
         *
         * @param delay zero or more; default 50 ms
         * @return this
         */
        public Builder returnDelay(Duration delay) {
            returnDelayNs = delay.toNanos();
            return this;
        }

        /**
         * Additional delay behind the bottleneck, drawn for each packet from the positive half of a normal distribution.
         * It reorders nothing: a packet arrives with the one before it at the earliest.
         *
         * @param standardDeviation zero or more, cut at three times this; default none
         * @return this
         */
        public Builder jitter(Duration standardDeviation) {
            jitterNs = standardDeviation.toNanos();
            return this;
        }

        /**
         * How many packets are lost behind the bottleneck.
         *
         * @param probability 0 to 1; default 0
         * @return this
         */
        public Builder lossRate(double probability) {
            lossRate = probability;
            return this;
        }

        /**
         * How many packets are held back so that others overtake them.
         *
         * @param probability 0 to 1; default 0
         * @param delay how long they are held back
         * @return this
         */
        public Builder reordering(double probability, Duration delay) {
            reorderRate = probability;
            reorderDelayNs = delay.toNanos();
            return this;
        }

        /**
         * What chance does. The same seed gives the same.
         *
         * @param value any number; default 1
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Makes the model.
         *
         * @return a new model at time 0
         */
        public LinkModel build() {
            return new LinkModel(this);
        }
    }
}
