package io.bwe.api;

import io.bwe.api.spi.InterceptorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Several interceptors as one. The one added last is the outermost: it is the first to see a packet, whichever way the
 * packet goes, and the first to be closed.
 *
 * <p>Thread-safe as far as its members are.
 */
public final class InterceptorChain implements Interceptor {
    private final List<Interceptor> innermostFirst;

    private InterceptorChain(List<Interceptor> innermostFirst) {
        this.innermostFirst = List.copyOf(innermostFirst);
    }

    /**
     * A builder for a chain.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
        RtpHandler handler = next;
        for (Interceptor interceptor : innermostFirst) {
            handler = interceptor.bindRemoteStream(stream, handler);
        }
        return handler;
    }

    @Override
    public void unbindRemoteStream(StreamInfo stream) {
        innermostFirst.forEach(interceptor -> interceptor.unbindRemoteStream(stream));
    }

    @Override
    public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
        RtpHandler handler = next;
        for (Interceptor interceptor : innermostFirst) {
            handler = interceptor.unsignalledRtp(extensions, handler);
        }
        return handler;
    }

    @Override
    public RtpWriter bindLocalStream(StreamInfo stream, RtpWriter next) {
        RtpWriter writer = next;
        for (Interceptor interceptor : innermostFirst) {
            writer = interceptor.bindLocalStream(stream, writer);
        }
        return writer;
    }

    @Override
    public void unbindLocalStream(StreamInfo stream) {
        innermostFirst.forEach(interceptor -> interceptor.unbindLocalStream(stream));
    }

    @Override
    public RtcpHandler bindRtcpReader(RtcpHandler next) {
        RtcpHandler handler = next;
        for (Interceptor interceptor : innermostFirst) {
            handler = interceptor.bindRtcpReader(handler);
        }
        return handler;
    }

    @Override
    public RtcpWriter bindRtcpWriter(RtcpWriter next) {
        RtcpWriter writer = next;
        for (Interceptor interceptor : innermostFirst) {
            writer = interceptor.bindRtcpWriter(writer);
        }
        return writer;
    }

    /**
     * The control of the outermost member that has one.
     *
     * @return the control, or empty if no member estimates bandwidth
     */
    @Override
    public Optional<BandwidthControl> bandwidthControl() {
        for (int i = innermostFirst.size() - 1; i >= 0; i--) {
            Optional<BandwidthControl> control = innermostFirst.get(i).bandwidthControl();
            if (control.isPresent()) {
                return control;
            }
        }
        return Optional.empty();
    }

    /**
     * Closes every member, the outermost first, whatever the others do.
     *
     * @throws RuntimeException the first failure, with the others as suppressed exceptions
     */
    @Override
    public void close() {
        closeAll(innermostFirst, null);
    }

    /**
     * Closes outermost first and throws what was thrown: {@code first} if there is one, else the first failure of a
     * close, the rest suppressed in it.
     */
    private static void closeAll(List<Interceptor> innermostFirst, Throwable first) {
        Throwable failure = first;
        for (int i = innermostFirst.size() - 1; i >= 0; i--) {
            try {
                innermostFirst.get(i).close();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Collects the members. Used by one thread. */
    public static final class Builder {
        private final List<Supplier<? extends Interceptor>> innermostFirst = new ArrayList<>();

        private Builder() {
        }

        /**
         * Adds an interceptor outside of those added before.
         *
         * @param provider creates it when the chain is built
         * @param config what to create it from
         * @return this
         */
        public Builder add(InterceptorProvider provider, InterceptorConfig config) {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(config, "config");
            return add(() -> provider.create(config));
        }

        /**
         * Adds an interceptor outside of those added before.
         *
         * @param factory creates it when the chain is built; the chain owns what it returns
         * @return this
         */
        public Builder add(Supplier<? extends Interceptor> factory) {
            innermostFirst.add(Objects.requireNonNull(factory, "factory"));
            return this;
        }

        /**
         * Creates the interceptors, in the order in which they were added. If one cannot be created, those already
         * created are closed before the failure is thrown, and what they throw is suppressed in it.
         *
         * @return the chain, owned by the caller, who must close it
         */
        public InterceptorChain build() {
            List<Interceptor> built = new ArrayList<>(innermostFirst.size());
            try {
                for (Supplier<? extends Interceptor> factory : innermostFirst) {
                    built.add(Objects.requireNonNull(factory.get(), "an interceptor factory returned null"));
                }
                return new InterceptorChain(built);
            } catch (RuntimeException | Error e) {
                closeAll(built, e);
                throw e;
            }
        }
    }
}
