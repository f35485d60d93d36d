package io.bwe.api;

import io.bwe.api.spi.EstimatorProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an interceptor is created from: the estimator to use, the clock, and the provider's own options. Immutable; may
 * be shared by any number of interceptors.
 */
public final class InterceptorConfig {
    private final @Nullable EstimatorProvider estimatorProvider;
    private final @Nullable String estimatorName;
    private final EstimatorConfig estimatorConfig;
    private final List<Supplier<EstimatorProvider>> shadows;
    private final NanoClock clock;
    private final @Nullable Executor writerExecutor;
    private final Map<String, String> options;

    private InterceptorConfig(Builder builder) {
        estimatorProvider = builder.estimatorProvider;
        estimatorName = builder.estimatorName;
        estimatorConfig = builder.estimatorConfig;
        shadows = List.copyOf(builder.shadows);
        clock = builder.clock;
        writerExecutor = builder.writerExecutor;
        options = Map.copyOf(builder.options);
    }

    /**
     * The configuration with every default.
     *
     * @return the defaults: the default estimator with its defaults, the system clock, no executor, no options
     */
    public static InterceptorConfig defaults() {
        return builder().build();
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
     * The provider of the estimator: the one given, else the one with the name given, else the default. Looks it up on
     * the calling thread if need be.
     *
     * @return the provider
     * @throws ProviderException if it cannot be found
     */
    public EstimatorProvider estimatorProvider() {
        if (estimatorProvider != null) {
            return estimatorProvider;
        }
        Providers<EstimatorProvider> found = Providers.estimators();
        return estimatorName != null ? found.get(estimatorName) : found.getDefault();
    }

    /**
     * What the estimator is created from.
     *
     * @return the estimator's configuration
     */
    public EstimatorConfig estimatorConfig() {
        return estimatorConfig;
    }

    /**
     * The providers of the estimators that run as shadows from the start, in the order in which they were given. Looks
     * them up on the calling thread if need be.
     *
     * @return the providers, immutable
     * @throws ProviderException if one cannot be found
     */
    public List<EstimatorProvider> shadowProviders() {
        return shadows.stream().map(Supplier::get).toList();
    }

    /**
     * The clock for everything but arrival times supplied by the application.
     *
     * @return the clock
     */
    public NanoClock clock() {
        return clock;
    }

    /**
     * Where calls of the RTCP writer run.
     *
     * @return the executor, or empty if the interceptor calls the writer itself
     */
    public Optional<Executor> writerExecutor() {
        return Optional.ofNullable(writerExecutor);
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
        private @Nullable EstimatorProvider estimatorProvider;
        private @Nullable String estimatorName;
        private EstimatorConfig estimatorConfig = EstimatorConfig.defaults();
        private final List<Supplier<EstimatorProvider>> shadows = new ArrayList<>();
        private NanoClock clock = NanoClock.SYSTEM;
        private @Nullable Executor writerExecutor;
        private final Map<String, String> options = new LinkedHashMap<>();

        private Builder() {
        }

        /**
         * Chooses the estimator by name. It is looked up when an interceptor is created.
         *
         * @param name a provider's name; default: the provider with the highest weight
         * @return this
         */
        public Builder estimator(String name) {
            estimatorName = Objects.requireNonNull(name, "name");
            estimatorProvider = null;
            return this;
        }

        /**
         * Chooses the estimator by its provider, for instance one from another module layer.
         *
         * @param provider the provider
         * @return this
         */
        public Builder estimator(EstimatorProvider provider) {
            estimatorProvider = Objects.requireNonNull(provider, "provider");
            estimatorName = null;
            return this;
        }

        /**
         * What the estimator is created from.
         *
         * @param config the configuration; default {@link EstimatorConfig#defaults()}
         * @return this
         */
        public Builder estimatorConfig(EstimatorConfig config) {
            estimatorConfig = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * Adds an estimator that runs as a {@linkplain ShadowEstimator shadow} from the start. It is looked up when an
         * interceptor is created, and gets the limits of {@link #estimatorConfig(EstimatorConfig)} without start and
         * without options; {@link BandwidthControl#shadow(EstimatorProvider, EstimatorConfig)} can give it options. It
         * sees the streams that are estimated anyway; which these are does not depend on shadows.
         *
         * @param name a provider's name; default: no shadows
         * @return this
         */
        public Builder shadow(String name) {
            Objects.requireNonNull(name, "name");
            shadows.add(() -> Providers.estimators().get(name));
            return this;
        }

        /**
         * Adds an estimator that runs as a shadow from the start, by its provider.
         *
         * @param provider the provider
         * @return this
         */
        public Builder shadow(EstimatorProvider provider) {
            Objects.requireNonNull(provider, "provider");
            shadows.add(() -> provider);
            return this;
        }

        /**
         * The clock for everything but arrival times supplied by the application.
         *
         * @param clock the clock; default {@link NanoClock#SYSTEM}
         * @return this
         */
        public Builder clock(NanoClock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Moves calls of the RTCP writer elsewhere, for writers that block.
         *
         * @param executor runs one call at a time; default none: the interceptor's own virtual thread calls the writer
         * @return this
         */
        public Builder writerExecutor(Executor executor) {
            writerExecutor = Objects.requireNonNull(executor, "executor");
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
         * Adds several options that the provider understands.
         *
         * @param values names and values
         * @return this
         */
        public Builder options(Map<String, String> values) {
            values.forEach(this::option);
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return the configuration
         */
        public InterceptorConfig build() {
            return new InterceptorConfig(this);
        }
    }
}
