package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.spi.InterceptorProvider;
import io.bwe.api.spi.EstimatorProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterceptorChainTest {
    private static final StreamInfo STREAM = StreamInfo.builder(1).build();

    /** What happened, in order, as "name: what". */
    private final List<String> log = new ArrayList<>();

    /** Writes into the log whatever passes it. */
    private class Recorder implements Interceptor {
        private final String name;
        private @Nullable Throwable onClose;

        Recorder(String name) {
            this.name = name;
        }

        Recorder failingToClose(Throwable thrown) {
            onClose = thrown;
            return this;
        }

        private void log(String what) {
            log.add(name + ": " + what);
        }

        @Override
        public RtpHandler bindRemoteStream(StreamInfo stream, RtpHandler next) {
            return (packet, arrivalTimeNs, ordinal) -> {
                log("RTP in");
                next.onRtp(packet, arrivalTimeNs, ordinal);
            };
        }

        @Override
        public void unbindRemoteStream(StreamInfo stream) {
            log("unbind remote " + stream.ssrc());
        }

        @Override
        public RtpHandler unsignalledRtp(List<HeaderExtension> extensions, RtpHandler next) {
            return (packet, arrivalTimeNs, ordinal) -> {
                log("unsignalled RTP in");
                next.onRtp(packet, arrivalTimeNs, ordinal);
            };
        }

        @Override
        public RtpWriter bindLocalStream(StreamInfo stream, RtpWriter next) {
            return packet -> {
                log("RTP out");
                next.writeRtp(packet);
            };
        }

        @Override
        public void unbindLocalStream(StreamInfo stream) {
            log("unbind local " + stream.ssrc());
        }

        @Override
        public RtcpHandler bindRtcpReader(RtcpHandler next) {
            return packet -> {
                log("RTCP in");
                next.onRtcp(packet);
            };
        }

        @Override
        public RtcpWriter bindRtcpWriter(RtcpWriter next) {
            return packet -> {
                log("RTCP out");
                next.writeRtcp(packet);
            };
        }

        @Override
        public void close() {
            log("close");
            if (onClose instanceof Error e) {
                throw e;
            }
            if (onClose instanceof RuntimeException e) {
                throw e;
            }
        }
    }

    /** Has a control that can be told from others. */
    private static final class Estimating implements Interceptor {
        private final BandwidthControl control = new NoControl();

        @Override
        public Optional<BandwidthControl> bandwidthControl() {
            return Optional.of(control);
        }
    }

    private static final class NoControl implements BandwidthControl {
        @Override
        public EstimateView estimate() {
            return EstimateView.NONE;
        }

        @Override
        public String estimatorName() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ShadowEstimator shadow(String estimator) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ShadowEstimator shadow(EstimatorProvider provider, EstimatorConfig config) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ShadowEstimator> shadows() {
            return List.of();
        }

        @Override
        public Subscription subscribe(EstimateListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription explain(ExplanationListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cap(long bps) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void mute(boolean muted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onRtt(Duration rtt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InterceptorStatistics statistics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription onClose(Runnable action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CloseReport closeReport() {
            return CloseReport.OPEN;
        }
    }

    private static InterceptorChain chain(Interceptor... firstAddedFirst) {
        InterceptorChain.Builder builder = InterceptorChain.builder();
        for (Interceptor interceptor : firstAddedFirst) {
            builder.add(() -> interceptor);
        }
        return builder.build();
    }

    private InterceptorChain chainOfThree() {
        return chain(new Recorder("first"), new Recorder("second"), new Recorder("third"));
    }

    private static ByteBuffer packet() {
        return ByteBuffer.allocate(12);
    }

    @Test
    void theLastAddedIsTheFirstToSeeReceivedRtp() {
        RtpHandler handler = chainOfThree().bindRemoteStream(STREAM,
                (packet, arrivalTimeNs, ordinal) -> log.add("application: " + arrivalTimeNs + " " + ordinal));
        handler.onRtp(packet(), 7, 8);
        assertThat(log).containsExactly("third: RTP in", "second: RTP in", "first: RTP in", "application: 7 8");
    }

    @Test
    void theLastAddedIsTheFirstToSeeUnsignalledRtp() {
        RtpHandler handler = chainOfThree().unsignalledRtp(List.of(),
                (packet, arrivalTimeNs, ordinal) -> log.add("application: " + arrivalTimeNs + " " + ordinal));
        handler.onRtp(packet(), 7, 8);
        assertThat(log).containsExactly("third: unsignalled RTP in", "second: unsignalled RTP in",
                "first: unsignalled RTP in", "application: 7 8");
    }

    @Test
    void theLastAddedIsTheFirstToSeeRtpToBeSent() {
        chainOfThree().bindLocalStream(STREAM, packet -> log.add("transport")).writeRtp(packet());
        assertThat(log).containsExactly("third: RTP out", "second: RTP out", "first: RTP out", "transport");
    }

    @Test
    void theLastAddedIsTheFirstToSeeReceivedRtcp() {
        chainOfThree().bindRtcpReader(packet -> log.add("application")).onRtcp(packet());
        assertThat(log).containsExactly("third: RTCP in", "second: RTCP in", "first: RTCP in", "application");
    }

    @Test
    void theLastAddedIsTheFirstToSeeRtcpToBeSent() {
        chainOfThree().bindRtcpWriter(packet -> log.add("transport")).writeRtcp(packet());
        assertThat(log).containsExactly("third: RTCP out", "second: RTCP out", "first: RTCP out", "transport");
    }

    @Test
    void everyMemberIsToldOfTheEndOfStreams() {
        InterceptorChain chain = chainOfThree();
        chain.unbindRemoteStream(STREAM);
        chain.unbindLocalStream(STREAM);
        assertThat(log).containsExactlyInAnyOrder("first: unbind remote 1", "second: unbind remote 1",
                "third: unbind remote 1", "first: unbind local 1", "second: unbind local 1", "third: unbind local 1");
    }

    @Test
    void anEmptyChainPassesEverythingThrough() {
        InterceptorChain empty = InterceptorChain.builder().build();
        RtpHandler handler = (packet, arrivalTimeNs, ordinal) -> {
        };
        RtcpWriter writer = packet -> {
        };
        assertThat(empty.bindRemoteStream(STREAM, handler)).isSameAs(handler);
        assertThat(empty.bindRtcpWriter(writer)).isSameAs(writer);
        assertThat(empty.bandwidthControl()).isEmpty();
        assertThatCode(empty::close).doesNotThrowAnyException();
    }

    @Test
    void theControlIsThatOfTheOutermostMemberThatHasOne() {
        Estimating inner = new Estimating();
        Estimating outer = new Estimating();
        assertThat(chain(inner, outer, new Recorder("without")).bandwidthControl()).containsSame(outer.control);
        assertThat(chain(inner, new Recorder("without")).bandwidthControl()).containsSame(inner.control);
        assertThat(chainOfThree().bandwidthControl()).isEmpty();
    }

    @Test
    void closeClosesTheOutermostFirst() {
        chainOfThree().close();
        assertThat(log).containsExactly("third: close", "second: close", "first: close");
    }

    @Test
    void closeClosesAllAndReportsAllFailures() {
        RuntimeException ofFirst = new IllegalStateException("first");
        Error ofThird = new AssertionError("third");
        InterceptorChain chain = chain(new Recorder("first").failingToClose(ofFirst), new Recorder("second"),
                new Recorder("third").failingToClose(ofThird));
        assertThatThrownBy(chain::close).isSameAs(ofThird).hasSuppressedException(ofFirst);
        assertThat(log).containsExactly("third: close", "second: close", "first: close");
    }

    @Test
    void aFailureThrownByTwoMembersIsNotSuppressedInItself() {
        RuntimeException shared = new IllegalStateException("shared");
        InterceptorChain chain = chain(new Recorder("first").failingToClose(shared),
                new Recorder("second").failingToClose(shared));
        assertThatThrownBy(chain::close).isSameAs(shared).hasNoSuppressedExceptions();
    }

    @Test
    void buildingCreatesInTheOrderOfAdding() {
        InterceptorChain.builder().add(() -> {
            log.add("create first");
            return new Recorder("first");
        }).add(() -> {
            log.add("create second");
            return new Recorder("second");
        }).build();
        assertThat(log).containsExactly("create first", "create second");
    }

    @Test
    void aMemberOfAProviderIsCreatedFromItsConfiguration() {
        InterceptorConfig config = InterceptorConfig.defaults();
        List<InterceptorConfig> seen = new ArrayList<>();
        InterceptorProvider provider = new InterceptorProvider() {
            @Override
            public String name() {
                return "recorder";
            }

            @Override
            public Interceptor create(InterceptorConfig given) {
                seen.add(given);
                return new Recorder("made");
            }
        };
        InterceptorChain.Builder builder = InterceptorChain.builder().add(provider, config);
        assertThat(seen).as("before the chain is built").isEmpty();
        builder.build().close();
        assertThat(seen).containsExactly(config);
        assertThat(log).containsExactly("made: close");
    }

    @Test
    void ifOneCannotBeCreatedThoseAlreadyCreatedAreClosed() {
        RuntimeException ofFactory = new IllegalArgumentException("third");
        RuntimeException ofClose = new IllegalStateException("first");
        InterceptorChain.Builder builder = InterceptorChain.builder()
                .add(() -> new Recorder("first").failingToClose(ofClose)).add(() -> new Recorder("second")).add(() -> {
                    throw ofFactory;
                }).add(() -> new Recorder("fourth"));
        assertThatThrownBy(builder::build).isSameAs(ofFactory).hasSuppressedException(ofClose);
        assertThat(log).containsExactly("second: close", "first: close");
    }

    @Test
    void aFactoryThatReturnsNothingIsAFailureToo() {
        InterceptorChain.Builder builder = InterceptorChain.builder().add(() -> new Recorder("first"))
                .add(() -> null);
        assertThatThrownBy(builder::build).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("factory returned null");
        assertThat(log).containsExactly("first: close");
    }
}
