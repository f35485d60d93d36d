package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** One direction of the network: bottleneck, queue, and what comes behind. Immutable; any thread may use it. */
public final class LinkSpec {
    /** Makes what sends. */
    private interface Kind {
        Bottleneck create(Agenda agenda, CapacitySchedule capacity, PacketQueue queue, Random chance);
    }

    private final Builder settings;

    private LinkSpec(Builder settings) {
        this.settings = settings;
    }

    /**
     * A builder that starts from the defaults: 1 Mb/s, a queue of 300 ms, 50 ms of propagation, nothing else.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    CapacitySchedule capacity(long seed) {
        return settings.capacity.apply(seed);
    }

    Bottleneck bottleneck(Agenda agenda, CapacitySchedule capacity, Random chance) {
        return settings.kind.create(agenda, capacity, settings.queue.create(), chance);
    }

    /** The delay of what leaves the bottleneck at a time. */
    long propagationNs(long nowNs) {
        return settings.propagationNs.floorEntry(nowNs).getValue();
    }

    double jitterNs() {
        return settings.jitterNs;
    }

    double reorderRate() {
        return settings.reorderRate;
    }

    long reorderDelayNs() {
        return settings.reorderDelayNs;
    }

    double lossRate() {
        return settings.lossRate;
    }

    double lossBurst() {
        return settings.lossBurst;
    }

    /** Collects settings; refuses what is out of range, with the range. Used by one thread. */
    public static final class Builder implements Cloneable {
        private static final double MOST_LOSS = 0.99;
        private static final long SMALLEST_BURST = 1_500;
        private static final long LARGEST_BURST = 1_000_000_000;
        private static final Kind SERIAL = (agenda, capacity, queue, chance) -> new SerialLink(agenda, capacity, queue);

        private LongFunction<CapacitySchedule> capacity = seed -> CapacitySchedule.constant(1_000_000);
        private QueueSpec queue = QueueSpec.dropTail(Duration.ofMillis(300));
        private NavigableMap<Long, Long> propagationNs = new TreeMap<>(Map.of(0L, 50_000_000L));
        private long jitterNs;
        private double reorderRate;
        private long reorderDelayNs;
        private double lossRate;
        private double lossBurst;
        private Kind kind = SERIAL;

        private Builder() {
        }

        @Override
        protected Builder clone() {
            try {
                return (Builder) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * The capacity of the bottleneck.
         *
         * @param schedule bits per second on the wire over time
         * @return this
         */
        public Builder capacity(CapacitySchedule schedule) {
            capacity = seed -> schedule;
            return this;
        }

        /**
         * A capacity that differs from seed to seed, such as that of a radio.
         *
         * @param schedules makes the capacity of a seed; called from any thread
         * @return this
         */
        public Builder capacity(LongFunction<CapacitySchedule> schedules) {
            capacity = schedules;
            return this;
        }

        /**
         * The queue before the bottleneck.
         *
         * @param kind the kind of queue
         * @return this
         */
        public Builder queue(QueueSpec kind) {
            queue = kind;
            return this;
        }

        /**
         * The delay behind the bottleneck.
         *
         * @param delay zero to 365 days
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder propagation(Duration delay) {
            propagationNs = new TreeMap<>(Map.of(0L, Limits.checkNs("propagation", delay)));
            return this;
        }

        /**
         * Has the delay behind the bottleneck change at a time, as when a route changes. What was sent before arrives
         * before.
         *
         * @param time since the start, zero to 365 days
         * @param delay from then on, zero to 365 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder propagationFrom(Duration time, Duration delay) {
            NavigableMap<Long, Long> more = new TreeMap<>(propagationNs);
            more.put(Limits.checkNs("time", time), Limits.checkNs("propagation", delay));
            propagationNs = more;
            return this;
        }

        /**
         * Additional delay behind the bottleneck, drawn from the positive half of a normal distribution. It reorders
         * nothing.
         *
         * @param standardDeviation zero to 365 days, cut at three times this
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder jitter(Duration standardDeviation) {
            jitterNs = Limits.checkNs("jitter", standardDeviation);
            return this;
        }

        /**
         * How many packets are held back so that others overtake them.
         *
         * @param probability 0 to 1
         * @param delay how long they are held back, zero to 365 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder reordering(double probability, Duration delay) {
            reorderRate = Limits.check("reordering probability", probability, 0, 1);
            reorderDelayNs = Limits.checkNs("reordering delay", delay);
            return this;
        }

        /**
         * Losses that know nothing of each other.
         *
         * @param probability 0 to 0.99
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder loss(double probability) {
            lossRate = Limits.check("loss", probability, 0, MOST_LOSS);
            lossBurst = 0;
            return this;
        }

        /**
         * Losses in bursts, as in the model of Gilbert and Elliott.
         *
         * @param probability the mean loss, 0 to 0.99
         * @param packets the mean length of a burst, 1 to 1,000 packets
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder burstLoss(double probability, double packets) {
            lossRate = Limits.check("loss", probability, 0, MOST_LOSS);
            lossBurst = Limits.check("burst", packets, 1, 1_000);
            return this;
        }

        /**
         * Service in bursts, as with Wi-Fi: wait for the medium, then send what fits into one transmission, all of which
         * arrives at its end. The capacity of the link is what comes out of both together while there is a queue. In
         * place of any other kind of service.
         *
         * @param access the mean wait for the medium, exponentially distributed, zero to 365 days; zero switches it off
         * @param airtime how long a transmission may be, zero to 365 days; at least one packet is sent
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder aggregation(Duration access, Duration airtime) {
            long accessNs = Limits.checkNs("access", access);
            long airtimeNs = Limits.checkNs("airtime", airtime);
            kind = accessNs == 0
                    ? SERIAL
                    : (agenda, bps, before, chance) -> new SharedMediumLink(agenda, bps, before, accessNs, airtimeNs,
                            chance);
            return this;
        }

        /**
         * A shaper with a token bucket, as Linux's tbf: permits come at the rate of the capacity, and while there are
         * any, packets leave at line rate. In place of any other kind of service.
         *
         * @param burstBytes the permits that are kept at most, 1,500 to 10^9
         * @param lineBps how fast packets leave, 1 to 10^11 bits per second
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder shaper(long burstBytes, long lineBps) {
            Limits.check("burstBytes", burstBytes, SMALLEST_BURST, LARGEST_BURST);
            Limits.check("lineBps", lineBps, 1, Limits.HIGHEST_BPS);
            kind = (agenda, bps, before, chance) -> new ShapedLink(agenda, bps, before, burstBytes, lineBps);
            return this;
        }

        /**
         * A policer: permits come at the rate of the capacity; a packet for which there are none is dropped, and the
         * others do not wait. The queue is not used. In place of any other kind of service.
         *
         * @param burstBytes the permits that are kept at most, 1,500 to 10^9
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder policer(long burstBytes) {
            Limits.check("burstBytes", burstBytes, SMALLEST_BURST, LARGEST_BURST);
            kind = (agenda, bps, before, chance) -> new PolicedLink(agenda, bps, burstBytes);
            return this;
        }

        /**
         * Grants, as on the uplink of LTE: at fixed times so many bytes may go, and what ends within a grant arrives at
         * once. In place of any other kind of service.
         *
         * @param interval the time between two grants, zero to 365 days; zero switches it off
         * @param scatter the standard deviation of their sizes, relative to what the capacity gives, 0 to 1
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder grants(Duration interval, double scatter) {
            long intervalNs = Limits.checkNs("interval", interval);
            Limits.check("scatter", scatter, 0, 1);
            kind = intervalNs == 0
                    ? SERIAL
                    : (agenda, bps, before, chance) -> new GrantedLink(agenda, bps, before, intervalNs, scatter,
                            chance);
            return this;
        }

        /**
         * Makes the link.
         *
         * @return what was set
         */
        public LinkSpec build() {
            return new LinkSpec(clone());
        }
    }
}
