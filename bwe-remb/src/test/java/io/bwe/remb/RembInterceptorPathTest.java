package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.CAPTURE_TIME_ID;
import static io.bwe.remb.InterceptorFixture.SEND_TIME_ID;
import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.PacketView;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to packets on their way through the interceptor, with its real threads. */
class RembInterceptorPathTest {
    private static final RtpHandler NOWHERE = (packet, arrivalTimeNs, ordinal) -> {
    };

    @Test
    void passesEveryKindOfBufferOnAsItFoundIt() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            byte[] bytes = fixture.packet(11).array();
            List<ByteBuffer> passedOn = new ArrayList<>();
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(11).build(),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.add(packet));
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 9).position(9).put(bytes).position(9);
            ByteBuffer sliced = ByteBuffer.allocate(bytes.length + 7).put(7, bytes).slice(7, bytes.length);
            List<ByteBuffer> kinds = List.of(ByteBuffer.wrap(bytes), direct, sliced,
                    ByteBuffer.wrap(bytes).asReadOnlyBuffer(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            for (ByteBuffer packet : kinds) {
                ByteBuffer before = packet.duplicate();
                ByteOrder order = packet.order();
                handler.onRtp(packet, 5, 6);
                assertThat(packet).isEqualTo(before);
                assertThat(packet.position()).isEqualTo(before.position());
                assertThat(packet.limit()).isEqualTo(before.limit());
                assertThat(packet.order()).isEqualTo(order);
            }
            assertThat(passedOn).hasSize(kinds.size());
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen).hasSize(kinds.size())
                    .allSatisfy(seen -> assertThat(seen.absSendTime()).isEqualTo(0x123456))
                    .allSatisfy(seen -> assertThat(seen.payloadSize()).isEqualTo(1_000)));
        }
    }

    @Test
    void givesTheEstimatorThePacketsOfAllStreamsInOrderOfArrival() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler first = fixture.bind(1);
            RtpHandler second = fixture.bind(2);
            RtpHandler third = fixture.bind(3);
            third.onRtp(fixture.packet(3), 1_000, 4);
            first.onRtp(fixture.packet(1), 1_000, 5);
            second.onRtp(fixture.packet(2), 999);
            first.onRtp(fixture.packet(1), 1_001);
            third.onRtp(fixture.packet(3), 1_000, 6);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen).extracting(RecordingEstimator.Seen::ssrc)
                    .containsExactly(2L, 3L, 1L, 3L, 1L));
            assertThat(fixture.statistics.packetsEstimated()).isEqualTo(5);
            assertThat(fixture.statistics.packetsLate()).isZero();
        }
    }

    @Test
    void clampsAndCountsAnArrivalTimeThatRunsBackwards() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.bind(1);
            handler.onRtp(fixture.packet(1), 5_000);
            handler.onRtp(fixture.packet(1), 4_000);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen)
                    .extracting(RecordingEstimator.Seen::arrivalTimeNs).containsExactly(5_000L, 5_000L));
            fixture.eventually(() -> assertThat(fixture.statistics.arrivalsClamped()).isEqualTo(1));
        }
    }

    @Test
    void retransmissionsAndErrorCorrectionGoTheSameWayInQueuesOfTheirOwn() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).rtxSsrc(2).fecSsrc(3).build(), NOWHERE);
            for (long ssrc = 1; ssrc <= 4; ssrc++) {
                fixture.receive(handler, ssrc);
            }
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(3));
            assertThat(fixture.statistics.streamsStarted()).isEqualTo(3);
            assertThat(fixture.statistics.packetsUntracked()).isEqualTo(1);
            assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void eachStreamHasItsOwnExtensionIds() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler first = fixture.bind(1);
            RtpHandler second = fixture.interceptor.bindRemoteStream(
                    StreamInfo.builder(2).headerExtension(HeaderExtension.ABS_SEND_TIME, 9).build(), NOWHERE);
            first.onRtp(new RtpPacketBuilder().ssrc(1).absSendTime(9, 7).absSendTime(SEND_TIME_ID, 0).build());
            second.onRtp(new RtpPacketBuilder().ssrc(2).absSendTime(9, 7).absSendTime(SEND_TIME_ID, 0).build());
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen)
                    .extracting(RecordingEstimator.Seen::absSendTime).containsExactly(0, 7));
        }
    }

    @Test
    void packetsCarryClockRateAndTransmissionOffsetOfTheirStream() {
        int offsetId = 7;
        HeaderExtension sendTime = new HeaderExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID);
        HeaderExtension offset = new HeaderExtension(HeaderExtension.TRANSMISSION_OFFSET, offsetId);
        byte[] minusTwo = {-1, -1, -2};
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler audio = fixture.interceptor.bindRemoteStream(video(1).clockRate(48_000)
                    .headerExtension(offset.uri(), offset.id()).build(), NOWHERE);
            RtpHandler notNegotiated = fixture.interceptor.bindRemoteStream(video(2).clockRate(8_000).build(), NOWHERE);
            RtpHandler unsignalled = fixture.interceptor.unsignalledRtp(List.of(sendTime, offset), NOWHERE);
            audio.onRtp(new RtpPacketBuilder().ssrc(1).extension(offsetId, minusTwo).build());
            audio.onRtp(new RtpPacketBuilder().ssrc(1).build());
            notNegotiated.onRtp(new RtpPacketBuilder().ssrc(2).extension(offsetId, minusTwo).build());
            unsignalled.onRtp(new RtpPacketBuilder().ssrc(3).extension(offsetId, minusTwo).build());
            fixture.settle();
            unsignalled.onRtp(new RtpPacketBuilder().ssrc(3).extension(offsetId, minusTwo).build());
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen).extracting(RecordingEstimator.Seen::ssrc,
                    RecordingEstimator.Seen::clockRate, RecordingEstimator.Seen::transmissionOffset)
                    .containsExactly(tuple(1L, 48_000, -2), tuple(1L, 48_000, 0), tuple(2L, 8_000, 0),
                            tuple(3L, PacketView.UNKNOWN_CLOCK_RATE, -2),
                            tuple(3L, PacketView.UNKNOWN_CLOCK_RATE, -2)));
        }
    }

    @Test
    void malformedPacketsArePassedOnCountedAndIgnored() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            List<ByteBuffer> passedOn = new ArrayList<>();
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.add(packet));
            List<ByteBuffer> malformed = List.of(ByteBuffer.allocate(0), ByteBuffer.allocate(11),
                    new RtpPacketBuilder().version(1).ssrc(1).build(),
                    fixture.packet(1).limit(15), new RtpPacketBuilder().ssrc(1).csrcs(1, 2, 3).build().limit(20));
            malformed.forEach(handler::onRtp);
            assertThat(passedOn).containsExactlyElementsOf(malformed);
            assertThat(fixture.statistics.packetsMalformed()).isEqualTo(malformed.size());
            fixture.settle();
            assertThat(fixture.estimator.seen).isEmpty();
        }
    }

    @Test
    void whatFindsNoRoomIsPassedOnAndCounted() {
        int most = 2 * SlotPool.EACH_AWAKE;
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config
                .option(RembOptions.QUEUE_CAPACITY, "16").option(RembOptions.PACKET_RESERVE, "16"))) {
            List<ByteBuffer> passedOn = new ArrayList<>();
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.add(packet));
            RtpHandler other = fixture.bind(2);
            // The clock stands still, so nothing is released and no slot comes back.
            for (int i = 0; i < 160; i++) {
                fixture.receive(handler, 1);
            }
            assertThat(passedOn).hasSize(160);
            long dropped = fixture.statistics.packetsDropped();
            assertThat(dropped).isBetween(160L - most, 144L);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen).hasSize((int) (160 - dropped)));
            assertThat(fixture.estimator.seen.getFirst().sequenceNumber()).isZero();
            fixture.receive(other, 2);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen.getLast().ssrc()).isEqualTo(2));
            assertThat(fixture.statistics.packetsDropped()).isEqualTo(dropped);
        }
    }

    @Test
    void tracksSsrcsThatNobodyAnnouncedUpToTheCap() {
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.option(RembOptions.MAX_UNSIGNALLED, "2"))) {
            RtpHandler handler = fixture.interceptor.unsignalledRtp(
                    List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID)), NOWHERE);
            for (long ssrc = 1; ssrc <= 3; ssrc++) {
                fixture.receive(handler, ssrc);
                fixture.settle();
            }
            fixture.eventually(() -> assertThat(fixture.estimator.seen).extracting(RecordingEstimator.Seen::ssrc)
                    .containsExactly(1L, 2L));
            fixture.eventually(() -> assertThat(fixture.statistics.packetsUntracked()).isEqualTo(1));
            fixture.clock.advance(Duration.ofMillis(600));
            fixture.receive(handler, 2);
            fixture.settle();
            fixture.receive(handler, 4);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen).anyMatch(seen -> seen.ssrc() == 4));
            // The eviction is an event of its own, stamped when the newcomer was let in.
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.control.estimate().liveSsrcs()).containsExactly(2, 4));
            assertThat(fixture.estimator.events).containsExactly("remove 1");
        }
    }

    @Test
    void audioIsEstimatedOnlyWhenAskedFor() {
        StreamInfo audio = StreamInfo.builder(1).mimeType("audio/opus")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            assertThat(fixture.interceptor.bindRemoteStream(audio, NOWHERE)).isSameAs(NOWHERE);
        }
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.option(RembOptions.ESTIMATE_AUDIO, "true"))) {
            fixture.receive(fixture.interceptor.bindRemoteStream(audio, NOWHERE), 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(1));
        }
    }

    @Test
    void streamsWithoutSendTimeAreEstimatedOnlyWhenAskedFor() {
        StreamInfo plain = StreamInfo.builder(1).build();
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            assertThat(fixture.interceptor.bindRemoteStream(plain, NOWHERE)).isSameAs(NOWHERE);
        }
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.option(RembOptions.ESTIMATE_WITHOUT_SEND_TIME, "true"))) {
            fixture.receive(fixture.interceptor.bindRemoteStream(plain, NOWHERE), 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsWithoutSendTime()).isEqualTo(1));
        }
    }

    @Test
    void anEstimatorThatNeedsNoSendTimeGetsStreamsWithout() {
        StreamInfo offsetOnly = StreamInfo.builder(1).headerExtension(HeaderExtension.TRANSMISSION_OFFSET, 7).build();
        EstimatorProvider provider = new EstimatorProvider() {
            @Override
            public String name() {
                return "by-rtp-timestamp";
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                return new RecordingEstimator();
            }

            @Override
            public boolean worksWithoutSendTime() {
                return true;
            }
        };
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            assertThat(fixture.interceptor.bindRemoteStream(offsetOnly, NOWHERE)).isSameAs(NOWHERE);
            assertThat(fixture.interceptor.unsignalledRtp(offsetOnly.headerExtensions(), NOWHERE)).isSameAs(NOWHERE);
        }
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.estimator(provider))) {
            assertThat(fixture.interceptor.bindRemoteStream(offsetOnly, NOWHERE)).isNotSameAs(NOWHERE);
            assertThat(fixture.interceptor.unsignalledRtp(List.of(), NOWHERE)).isNotSameAs(NOWHERE);
        }
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.estimator(provider).option(RembOptions.ESTIMATE_WITHOUT_SEND_TIME, "false"))) {
            assertThat(fixture.interceptor.bindRemoteStream(offsetOnly, NOWHERE)).isSameAs(NOWHERE);
        }
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.shadow(provider))) {
            assertThat(fixture.interceptor.bindRemoteStream(offsetOnly, NOWHERE))
                    .as("a shadow does not change what is estimated").isSameAs(NOWHERE);
        }
    }

    @Test
    void captureTimeIsUsedAloneAndOnlyUntilASendTimeComes() {
        StreamInfo both = StreamInfo.builder(1).headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID)
                .headerExtension(HeaderExtension.ABS_CAPTURE_TIME, CAPTURE_TIME_ID).build();
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.option(RembOptions.SEND_TIME_SOURCE, "auto"))) {
            RtpHandler handler = fixture.interceptor.bindRemoteStream(both, NOWHERE);
            // 5.25 s: 6.18 fixed point 5.25 * 2^18 = 1376256
            handler.onRtp(new RtpPacketBuilder().ssrc(1).absCaptureTime(CAPTURE_TIME_ID, 0x5_4000_0000L).build());
            handler.onRtp(new RtpPacketBuilder().ssrc(1).absSendTime(SEND_TIME_ID, 42).build());
            handler.onRtp(new RtpPacketBuilder().ssrc(1).absCaptureTime(CAPTURE_TIME_ID, 0x6_4000_0000L).build());
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen)
                    .extracting(RecordingEstimator.Seen::absSendTime).containsExactly(1_376_256, 42, -1));
            assertThat(fixture.estimator.events).containsExactly("reset");
        }
    }

    @Test
    void bindingAgainReplacesTheStream() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler before = fixture.bind(1);
            fixture.receive(before, 1);
            RtpHandler after = fixture.interceptor.bindRemoteStream(
                    StreamInfo.builder(1).headerExtension(HeaderExtension.ABS_SEND_TIME, 9).build(), NOWHERE);
            fixture.receive(before, 1);
            after.onRtp(new RtpPacketBuilder().ssrc(1).absSendTime(9, 7).build());
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.seen)
                    .extracting(RecordingEstimator.Seen::absSendTime).containsExactly(0x123456, 7));
            assertThat(fixture.statistics.packetsUntracked()).isEqualTo(1);
            assertThat(fixture.interceptor.bindRemoteStream(StreamInfo.builder(1).build(), NOWHERE)).isSameAs(NOWHERE);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.estimator.events).containsExactly("remove 1", "remove 1"));
        }
    }

    @Test
    @Timeout(60)
    void anEstimatorThatDoesNotReturnHoldsUpNoPacket() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.estimator.onPacket = packet -> {
                inside.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            AtomicInteger passedOn = new AtomicInteger();
            RtpHandler handler = fixture.interceptor.bindRemoteStream(video(1).build(),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.incrementAndGet());
            fixture.receive(handler, 1);
            fixture.clock.advance(Duration.ofMillis(50));
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10_000; i++) {
                fixture.receive(handler, 1);
            }
            assertThat(passedOn.get()).isEqualTo(10_001);
            assertThat(fixture.statistics.packetsDropped()).isPositive();
            release.countDown();
        }
    }

    @Test
    void theRtpThreadAllocatesNothing() {
        // The clock stands still: what is offered stays queued until the pool is empty, so both outcomes are measured.
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.bind(1);
            ByteBuffer packet = fixture.packet(1);
            Runnable thousand = () -> {
                for (int i = 0; i < 1_000; i++) {
                    handler.onRtp(packet);
                }
            };
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 50; i++) {
                least = Math.min(least, AllocationProbe.bytesAllocatedBy(thousand));
                fixture.settle();
            }
            // What the path allocates it allocates in every run; some runs also have what the JVM needs to compile it.
            assertThat(least).isZero();
            assertThat(fixture.statistics.packetsDropped()).isPositive();
        }
    }
}
