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
    /** Something to happen; of two at the same time that with the lower rank, else that which was scheduled first. */
    private record Event(long timeNs, int rank, long scheduled, Runnable action) {
        /** What arrives, at either end, comes before what is sent, whose rank is the number of the flow. */
        static final int ARRIVAL = -1;
        static final Comparator<Event> IN_ORDER = Comparator.comparingLong(Event::timeNs)
                .thenComparingInt(Event::rank).thenComparingLong(Event::scheduled);
    }

    /** A sender and its receiver. */
    private record Flow(int number, TrafficSource source, PacketReceiver receiver, FlowReport report) {
    }

    private final Builder settings;
    private final Random losses;
    private final Random jitters;
    private final Random reorderings;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Event.IN_ORDER);
    private final List<Flow> flows = new ArrayList<>();
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
     * added, after what arrives at that time was delivered.
     *
     * @param source what sends
     * @param receiver what gets the packets that arrive
     * @return what becomes of the packets
     */
    public FlowReport add(TrafficSource source, PacketReceiver receiver) {
        Flow flow = new Flow(flows.size(), source, receiver, new FlowReport());
        flows.add(flow);
        announce(flow);
        return flow.report;
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
        for (Flow flow : flows) {
            bits += flow.report.wireBits(fromNs, toNs, settings.overheadBytes);
        }
        return bits / settings.capacity.bits(fromNs, toNs);
    }

    private void at(long timeNs, int rank, Runnable action) {
        events.add(new Event(timeNs, rank, scheduled++, action));
    }

    private void announce(Flow flow) {
        long timeNs = flow.source.nextSendTimeNs();
        if (timeNs != TrafficSource.NEVER) {
            at(Math.max(timeNs, nowNs), flow.number, () -> send(flow));
        }
    }

    private void send(Flow flow) {
        TestPacket packet = new TestPacket();
        flow.source.send(packet);
        enqueue(packet, flow);
        announce(flow);
    }

    private void enqueue(TestPacket packet, Flow flow) {
        long startNs = Math.max(linkFreeNs, nowNs);
        long queueingNs = startNs - nowNs;
        if (queueingNs > settings.queueLimitNs) {
            flow.report.dropped(nowNs, packet.payloadSize());
            return;
        }
        linkFreeNs = settings.capacity.transmissionEndNs(startNs, packet.payloadSize() + settings.overheadBytes);
        long arrivalNs = arrivalNs(linkFreeNs);
        flow.report.sent(nowNs, linkFreeNs, arrivalNs, queueingNs, packet.payloadSize());
        if (arrivalNs != FlowReport.LOST) {
            at(arrivalNs, Event.ARRIVAL, () -> deliver(packet, flow));
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

    private void deliver(TestPacket packet, Flow flow) {
        long feedbackBps = flow.receiver.onPacket(packet.arrivalTimeNs(nowNs), nowNs);
        if (feedbackBps != PacketReceiver.NO_FEEDBACK) {
            at(nowNs + settings.returnDelayNs, Event.ARRIVAL, () -> flow.source.onFeedback(feedbackBps, nowNs));
        }
    }

    /** Collects settings; refuses what is out of range, with the range. Used by one thread. */
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
         * @param wait zero to 365 days; default 300 ms (RFC 8867)
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder queueLimit(Duration wait) {
            queueLimitNs = Range.checkNs("queueLimit", wait);
            return this;
        }

        /**
         * What a packet takes on the wire besides its payload.
         *
         * @param bytes 0 to 65,535; default 48: IPv4, UDP, RTP and an 8-byte header extension
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder overheadBytes(int bytes) {
            overheadBytes = Range.check("overheadBytes", bytes, 0, Range.LARGEST_PAYLOAD);
            return this;
        }

        /**
         * The delay behind the bottleneck.
         *
         * @param delay zero to 365 days; default 50 ms (RFC 8867)
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder propagationDelay(Duration delay) {
            propagationDelayNs = Range.checkNs("propagationDelay", delay);
            return this;
        }

        /**
         * How long feedback takes back to the sender.
         *
         * @param delay zero to 365 days; default 50 ms
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder returnDelay(Duration delay) {
            returnDelayNs = Range.checkNs("returnDelay", delay);
            return this;
        }

        /**
         * Additional delay behind the bottleneck, drawn for each packet from the positive half of a normal
         * distribution. It reorders nothing: a packet arrives with the one before it at the earliest.
         *
         * @param standardDeviation zero to 365 days, cut at three times this; default none
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder jitter(Duration standardDeviation) {
            jitterNs = Range.checkNs("jitter", standardDeviation);
            return this;
        }

        /**
         * How many packets are lost behind the bottleneck.
         *
         * @param probability 0 to 1; default 0
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder lossRate(double probability) {
            lossRate = Range.check("lossRate", probability, 0.0, 1.0);
            return this;
        }

        /**
         * How many packets are held back so that others overtake them.
         *
         * @param probability 0 to 1; default 0
         * @param delay how long they are held back, zero to 365 days; default zero
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder reordering(double probability, Duration delay) {
            reorderRate = Range.check("reordering probability", probability, 0.0, 1.0);
            reorderDelayNs = Range.checkNs("reordering delay", delay);
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
