package io.bwe.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The limits an estimator keeps and the options of its provider. Immutable; may be shared by any number of estimators.
 *
 * <p>The limits bound the estimate itself. To lower what a sender is told at run time, without touching what the
 * estimator has learned, use {@link BandwidthControl#cap(long)}.
 */
public final class EstimatorConfig {
    /** Default of {@link Builder#minBps(long)}: 5 kb/s, libwebrtc's floor for congestion controllers. */
    public static final long DEFAULT_MIN_BPS = 5_000;
    /** The smallest and the largest bit rate that any limit may have: 1 kb/s and 100 Gb/s. */
    private static final long LOWEST_BPS = 1_000;
    private static final long HIGHEST_BPS = 100_000_000_000L;
    /** Default of {@link Builder#idleTimeout(Duration)}: 2 s, as in libwebrtc. */
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_IDLE_TIMEOUT = Duration.ofHours(1);

    private static final EstimatorConfig DEFAULTS = builder().build();

    private final long minBps;
    private final OptionalLong maxBps;
    private final OptionalLong startBps;
    private final Duration idleTimeout;
    private final Map<String, String> options;

    private EstimatorConfig(Builder builder) {
        minBps = inRange("minBps", builder.minBps);
        maxBps = builder.maxBps;
        maxBps.ifPresent(max -> inRange("maxBps", max));
        startBps = builder.startBps;
        startBps.ifPresent(start -> inRange("startBps", start));
        if (maxBps.isPresent() && maxBps.getAsLong() < minBps) {
            throw new IllegalArgumentException(
                    "maxBps " + maxBps.getAsLong() + " is below minBps " + minBps + "; it must be at least that");
        }
        if (startBps.isPresent()) {
            long start = startBps.getAsLong();
            long max = maxBps.orElse(HIGHEST_BPS);
            if (start < minBps || start > max) {
                throw new IllegalArgumentException(
                        "startBps " + start + " is outside minBps " + minBps + " to maxBps " + max);
            }
        }
        idleTimeout = OptionReader.inRange("idleTimeout", builder.idleTimeout, SHORTEST_IDLE_TIMEOUT,
                LONGEST_IDLE_TIMEOUT);
        options = Map.copyOf(builder.options);
    }

    private static long inRange(String name, long bps) {
        return OptionReader.inRange(name, bps, LOWEST_BPS, HIGHEST_BPS);
    }

    /**
     * The configuration with every default.
     *
     * @return the defaults: minimum 5 kb/s, no maximum, no start, idle time-out 2 s, no options
     */
    public static EstimatorConfig defaults() {
        return DEFAULTS;
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
     * A builder that starts from these settings.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.minBps = minBps;
        builder.maxBps = maxBps;
        builder.startBps = startBps;
        builder.idleTimeout = idleTimeout;
        builder.options.putAll(options);
        return builder;
    }

    /**
     * The lowest estimate.
     *
     * @return bits per second
     */
    public long minBps() {
        return minBps;
    }

    /**
     * The highest estimate.
     *
     * @return bits per second, or empty for no limit
     */
    public OptionalLong maxBps() {
        return maxBps;
    }

    /**
     * The estimate to start from.
     *
     * @return bits per second, or empty if the first estimate waits for evidence
     */
    public OptionalLong startBps() {
        return startBps;
    }

    /**
     * How long a stream without packets stays live.
     *
     * @return the time-out; a stream is idle when strictly more than this has passed
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * The provider's own options.
     *
     * @return names and values, immutable
     */
    public Map<String, String> options() {
        return options;
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {
        private long minBps = DEFAULT_MIN_BPS;
        private OptionalLong maxBps = OptionalLong.empty();
        private OptionalLong startBps = OptionalLong.empty();
        private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
        private final Map<String, String> options = new LinkedHashMap<>();

        private Builder() {
        }

        /**
         * The lowest estimate.
         *
         * @param bps bits per second, 1,000 to 100,000,000,000; default 5,000 (libwebrtc)
         * @return this
         */
        public Builder minBps(long bps) {
            minBps = bps;
            return this;
        }

        /**
         * The highest estimate.
         *
         * @param bps bits per second, {@code minBps} to 100,000,000,000; default none (libwebrtc)
         * @return this
         */
        public Builder maxBps(long bps) {
            maxBps = OptionalLong.of(bps);
            return this;
        }

        /**
         * The estimate to start from; it counts as evidence, so there is an estimate from the first packet on.
         *
         * @param bps bits per second, {@code minBps} to {@code maxBps}; default none (libwebrtc)
         * @return this
         */
        public Builder startBps(long bps) {
            startBps = OptionalLong.of(bps);
            return this;
        }

        /**
         * Takes away the start: the first estimate waits for evidence.
         *
         * @return this
         */
        public Builder noStart() {
            startBps = OptionalLong.empty();
            return this;
        }

        /**
         * How long a stream without packets stays live.
         *
         * @param timeout 100 ms to 1 h; default 2 s (libwebrtc)
         * @return this
         */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * An option that the provider understands. Providers refuse options they do not know.
         *
         * @param name the option's name
         * @param value its value as text
         * @return this
         */
        public Builder option(String name, String value) {
            options.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Takes away all options, which another provider would refuse.
         *
         * @return this
         */
        public Builder noOptions() {
            options.clear();
            return this;
        }

        /**
         * Checks the settings and makes the configuration.
         *
         * @return the configuration
         * @throws IllegalArgumentException if a value is out of its range; the message gives the range
         */
        public EstimatorConfig build() {
            return new EstimatorConfig(this);
        }
    }
}
