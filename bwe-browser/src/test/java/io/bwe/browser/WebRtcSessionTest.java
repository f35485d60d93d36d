package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.remb.RembPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions over real sockets, with a client that does what a browser does, and what no browser would. */
@Timeout(60)
class WebRtcSessionTest {
    private static final long SSRC = 0x8000_0001L;
    private static final long RTX_SSRC = 2000;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int RECEIVER_REPORT = 201;

    private final List<TestClient> clients = new ArrayList<>();
    private WebRtcSessions sessions = sessions(Duration.ofSeconds(15));

    private static WebRtcSessions sessions(Duration consentTimeout) {
        // An estimate from the first packet on, so that no test has to wait for one.
        InterceptorConfig config = InterceptorConfig.builder()
                .estimatorConfig(EstimatorConfig.builder().startBps(700_000).build())
                .option("interval", "100ms").option("min-spacing", "50ms").build();
        return WebRtcSessions.builder().interceptor(config).consentTimeout(consentTimeout).maxSessions(3).build();
    }

    @AfterEach
    void shouldLeaveNoThread() {
        sessions.close();
        clients.forEach(TestClient::closeSocket);
        assertThat(threads()).isEmpty();
        assertThat(sessions.sessions()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("bwe-browser-")).toList();
    }

    private TestClient client() throws IOException {
        TestClient client = new TestClient();
        clients.add(client);
        return client;
    }

    private WebRtcSession connected(TestClient client) throws Exception {
        WebRtcSession session = sessions.accept(client.offer(SSRC, RTX_SSRC).text());
        assertThat(client.take(session.answerSdp()).check()).isEqualTo(StunMessage.BINDING_SUCCESS);
        client.connect();
        await().until(() -> session.statistics().connected());
        return session;
    }

    private static long refused(WebRtcSession session, Refusal kind) {
        return session.statistics().refused().getOrDefault(kind, 0L);
    }

    /** The next RTCP of a type, which each datagram here begins with. */
    private static ByteBuffer awaitRtcp(TestClient client, Predicate<ByteBuffer> wanted) throws Exception {
        ByteBuffer rtcp;
        do {
            rtcp = client.receiveRtcp();
        } while (!wanted.test(rtcp));
        return rtcp;
    }

    private static boolean isPictureLossIndication(ByteBuffer rtcp) {
        return (rtcp.get(1) & 0xFF) == PAYLOAD_FEEDBACK && (rtcp.get(0) & 0x1F) == 1;
    }

    @ParameterizedTest
    @EnumSource
    void shouldReceiveVideoAndSendRembsForIt(SrtpProfile profile) throws Exception {
        TestClient client = client().profile(profile);
        WebRtcSession session = connected(client);
        BlockingQueue<Long> told = new LinkedBlockingQueue<>();
        session.onRemb(told::add);
        for (int i = 0; i < 20; i++) {
            client.sendRtp(Rtp.vp8(SSRC, i, i * 3000, i * 33_000_000L, i == 10));
        }

        ByteBuffer remb = awaitRtcp(client, rtcp -> !RembPacket.decode(rtcp).isEmpty());

        RembPacket packet = RembPacket.decode(remb).getFirst();
        assertThat(packet.ssrcs()).containsExactly(SSRC);
        assertThat(packet.bitrateBps()).isBetween(100_000L, 1_000_000L).isEqualTo(told.poll(10, TimeUnit.SECONDS));
        await().untilAsserted(() -> {
            SessionStatistics statistics = session.statistics();
            assertThat(statistics.rtpPackets()).isEqualTo(20);
            assertThat(statistics.rtpBytes()).isEqualTo(20 * 1100);
            assertThat(statistics.keyFrames()).isOne();
            assertThat(statistics.rembs()).isPositive();
            assertThat(statistics.lastRembBps()).isPresent();
        });
        assertThat(session.control().estimate().liveSsrcs()).containsExactly(SSRC);
    }

    @Test
    void shouldReportReceptionAndLearnTheRoundTrip() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        client.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, true));

        ByteBuffer report = awaitRtcp(client,
                rtcp -> (rtcp.get(1) & 0xFF) == RECEIVER_REPORT && (rtcp.get(0) & 0x1F) == 1);
        // The report is 32 bytes, the description another 40, the block of the reference time follows.
        assertThat(report.getInt(8)).isEqualTo((int) SSRC);
        int extended = 32 + 4 + 4 * report.getShort(34);
        assertThat(report.get(extended + 1) & 0xFF).isEqualTo(207);
        int middle = report.getInt(extended + 14);
        client.sendRtcp(ByteBuffer.allocate(24).put((byte) 0x80).put((byte) 207).putShort((short) 5)
                .putInt((int) SSRC).putInt(0x05000003).putInt(1).putInt(middle).putInt(0).flip());

        await().until(() -> session.statistics().lastRttNs().isPresent());
        assertThat(session.statistics().lastRttNs().getAsLong()).isBetween(0L, TimeUnit.SECONDS.toNanos(20));
        assertThat(session.statistics().rtcpPackets()).isOne();
    }

    @Test
    void shouldAskForAKeyFrameAndForLostPackets() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        client.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, false));
        client.sendRtp(Rtp.vp8(SSRC, 3, 0, 0, false));

        ByteBuffer indication = awaitRtcp(client, WebRtcSessionTest::isPictureLossIndication);
        assertThat(indication.getInt(8)).isEqualTo((int) SSRC);
        ByteBuffer nack = awaitRtcp(client, rtcp -> (rtcp.get(1) & 0xFF) == 205);
        assertThat(nack.getInt(8)).isEqualTo((int) SSRC);
        assertThat(nack.getInt(12)).isEqualTo(2 << 16);
        assertThat(session.statistics().keyFrameRequests()).isOne();

        // The retransmission is taken as the packet it repeats, and the stream of retransmissions is seen, too.
        client.sendRtp(Rtp.packet(97, RTX_SSRC, 1, new byte[]{0, 2, 0x10, 1}));
        await().until(() -> session.statistics().rtpPackets() == 3);
        client.sendRtp(Rtp.vp8(SSRC, 4, 0, 0, true));
        await().until(() -> session.statistics().keyFrames() == 1);
        session.requestKeyFrames();
        awaitRtcp(client, WebRtcSessionTest::isPictureLossIndication);
        assertThat(session.statistics().refused()).isEmpty();
    }

    @Test
    void shouldRefuseWrongIceCredentials() throws Exception {
        TestClient client = client();
        WebRtcSession session = sessions.accept(client.offer(SSRC, RTX_SSRC).text());

        assertThat(client.take(session.answerSdp()).check("x".repeat(24))).isEqualTo(StunMessage.BINDING_ERROR);

        assertThat(session.statistics().refused()).isEqualTo(Map.of(Refusal.STUN_CREDENTIALS, 1L));
        // Nor is anything else taken from there.
        client.send(Rtp.vp8(SSRC, 1, 0, 0, true));
        await().until(() -> refused(session, Refusal.UNCHECKED_ADDRESS) == 1);
    }

    @Test
    void shouldRefuseACertificateThatIsNotTheOneOfTheOffer() throws Exception {
        TestClient client = client();
        BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();
        WebRtcSession session = sessions.accept(Offers.withVideo(SSRC, RTX_SSRC).text());
        session.onClose(reasons::add);
        client.take(session.answerSdp()).check();

        assertThatThrownBy(client::connect).isInstanceOf(IOException.class);

        assertThat(reasons.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.HANDSHAKE_FAILED);
        assertThat(session.statistics().refused()).isEqualTo(Map.of(Refusal.DTLS_FINGERPRINT, 1L));
        assertThat(session.statistics().connected()).isFalse();
    }

    @Test
    void shouldDropMediaBeforeTheHandshakeAndWhatIsNotTheBrowsers() throws Exception {
        TestClient client = client();
        WebRtcSession session = sessions.accept(client.offer(SSRC, RTX_SSRC).text());
        client.take(session.answerSdp()).check();
        client.send(Rtp.vp8(SSRC, 1, 0, 0, true));
        client.send(RtcpWriting.pictureLossIndication(SSRC, 1));
        await().until(() -> refused(session, Refusal.MEDIA_BEFORE_DTLS) == 2);
        client.connect();
        await().until(() -> session.statistics().connected());

        client.send(Rtp.vp8(SSRC, 2, 0, 0, true));
        await().until(() -> refused(session, Refusal.SRTP_AUTHENTICATION) == 1);
        client.send(ByteBuffer.wrap(new byte[]{(byte) 0x80, 96, 0}));
        await().until(() -> refused(session, Refusal.SRTP_MALFORMED) == 1);
        client.send(ByteBuffer.wrap(new byte[]{(byte) 0xFF, 0}));
        client.send(ByteBuffer.allocate(5000).put((byte) 0x80).position(0));
        await().until(() -> refused(session, Refusal.UNKNOWN_DATAGRAM) == 2);
        client.send(ByteBuffer.wrap(new byte[]{0, 1, 2}));
        await().until(() -> refused(session, Refusal.STUN_MALFORMED) == 1);
        // DTLS that means nothing is DTLS's to ignore.
        client.send(ByteBuffer.wrap(new byte[]{22, (byte) 0xFE, (byte) 0xFD, 0, 0}));
        ByteBuffer good = client.srtp.protectRtp(Rtp.vp8(SSRC, 3, 0, 0, true));
        client.send(good);
        client.send(good);
        await().until(() -> refused(session, Refusal.SRTP_REPLAY) == 1);
        client.sendRtcp(ByteBuffer.allocate(12).putInt(0x80C80006).putInt((int) SSRC).rewind());
        await().until(() -> refused(session, Refusal.RTCP_MALFORMED) == 1);

        assertThat(session.statistics().rtpPackets()).isOne();
        await().until(() -> session.control().statistics().packetsEstimated() == 1);
        assertThat(session.closeReason()).isEmpty();
    }

    private static void awaitStreams(WebRtcSession session, Long... ssrcs) {
        await().untilAsserted(() -> assertThat(session.control().statistics().streams()).extracting("ssrc")
                .containsExactlyInAnyOrder((Object[]) ssrcs));
    }

    @Test
    void shouldBindAndUnbindStreamsWithFurtherOffers() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        awaitStreams(session, SSRC, RTX_SSRC);

        String both = session.answer(client.offer(SSRC, RTX_SSRC).video("sendonly", 3000, 4000).text());
        awaitStreams(session, SSRC, RTX_SSRC, 3000L, 4000L);
        String second = session.answer(new Offers().fingerprint(client.identity.fingerprint())
                .video("inactive", SSRC, RTX_SSRC).video("sendonly", 3000, 4000).text());
        awaitStreams(session, 3000L, 4000L);

        assertThat(both).containsPattern("o=- [0-9]+ 2 ");
        assertThat(second).containsPattern("o=- [0-9]+ 3 ").contains("a=inactive").contains("a=recvonly");
        assertThat(session.answerSdp()).isEqualTo(second);
        client.sendRtp(Rtp.vp8(3000, 1, 0, 0, true));
        // Of no stream that was announced.
        client.sendRtp(Rtp.vp8(5000, 1, 0, 0, true));
        await().until(() -> session.statistics().rtpPackets() == 2);
    }

    @Test
    void shouldGoOnAsBeforeAfterAnOfferThatIsRefused() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        String answer = session.answerSdp();

        assertThatThrownBy(() -> session.answer("nonsense")).isInstanceOf(BadOfferException.class);
        assertThatThrownBy(() -> session.answer(client.offer(SSRC, RTX_SSRC).pwd("q".repeat(24)).text()))
                .isInstanceOf(BadOfferException.class).hasMessageContaining("ICE restart");
        assertThatThrownBy(() -> session.answer(Offers.withVideo(SSRC, RTX_SSRC).text()))
                .isInstanceOf(BadOfferException.class).hasMessageContaining("certificate");

        assertThat(session.answerSdp()).isEqualTo(answer);
        client.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, true));
        await().until(() -> session.statistics().rtpPackets() == 1);
    }

    @Test
    void shouldEndWithTheBrowser() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();
        session.onClose(reasons::add);
        session.onClose(reason -> {
            throw new IllegalStateException("a test");
        });

        client.hangUp();

        assertThat(reasons.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PEER_CLOSED);
        session.onClose(reasons::add);
        assertThat(reasons).hasSize(1);
        assertThat(session.closeReason()).contains(CloseReason.PEER_CLOSED);
        await().until(() -> threads().isEmpty());
        assertThat(sessions.sessions()).isEmpty();
        assertThat(session.control().closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThatThrownBy(() -> session.answer(client.offer(SSRC, RTX_SSRC).text()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCloseEverythingElseWhenAGateCannotBeClosed() throws Exception {
        sessions.close();
        sessions = WebRtcSessions.builder().gate(threadName -> new PacketGate() {
            @Override
            public void offer(ByteBuffer datagram, long arrivalTimeNs, Delivery behind) {
                behind.deliver(datagram, arrivalTimeNs);
            }

            @Override
            public void close() {
                throw new IllegalStateException("a test");
            }
        }).build();
        WebRtcSession session = sessions.accept(client().offer(SSRC, RTX_SSRC).text());

        session.close();

        assertThat(session.closeReason()).contains(CloseReason.CLOSED);
        assertThat(session.control().closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(threads()).isEmpty();
    }

    @Test
    void shouldSayGoodByeAndWaitForItsThreadsWhenClosed() throws Exception {
        TestClient client = client();
        WebRtcSession session = connected(client);
        client.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, true));

        session.close();
        session.close();

        assertThat(threads()).isEmpty();
        assertThat(session.closeReason()).contains(CloseReason.CLOSED);
        client.awaitHangUp();
    }

    @Test
    void shouldEndWhenTheBrowserIsHeardOfNoMore() throws Exception {
        sessions.close();
        // The handshake of a loaded machine has to fit in.
        sessions = sessions(Duration.ofSeconds(5));
        BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();
        // One that never connected, and one that did.
        sessions.accept(client().offer(SSRC, RTX_SSRC).text()).onClose(reasons::add);
        connected(client()).onClose(reasons::add);

        assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.CONSENT_EXPIRED);
        assertThat(reasons.poll(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.CONSENT_EXPIRED);
        await().until(() -> threads().isEmpty());
    }

    @Test
    void shouldKeepSessionsApartAndLimitThem() throws Exception {
        TestClient first = client();
        TestClient second = client();
        WebRtcSession firstSession = connected(first);
        WebRtcSession secondSession = connected(second);
        sessions.accept(first.offer(SSRC, RTX_SSRC).text());
        assertThatThrownBy(() -> sessions.accept(first.offer(SSRC, RTX_SSRC).text()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("limit");

        firstSession.bottleneck().settings(LinkSettings.OPEN.withLoss(1));
        first.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, true));
        second.sendRtp(Rtp.vp8(SSRC, 1, 0, 0, true));

        await().until(() -> secondSession.statistics().rtpPackets() == 1);
        await().until(() -> firstSession.bottleneck().lost() == 1);
        assertThat(firstSession.statistics().rtpPackets()).isZero();
        firstSession.close();
        assertThat(sessions.sessions()).hasSize(2).doesNotContain(firstSession);
    }

    @Test
    void shouldPassDatagramsThroughTheGateThatIsGiven() throws Exception {
        sessions.close();
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        sessions = WebRtcSessions.builder().gate(threadName -> (datagram, atNs, behind) -> {
            sizes.add(datagram.remaining());
            behind.deliver(datagram, atNs);
        }).build();
        TestClient client = client();
        WebRtcSession session = sessions.accept(client.offer(SSRC, RTX_SSRC).text());

        assertThat(client.take(session.answerSdp()).check()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(sizes).hasSize(1);
        assertThatThrownBy(session::bottleneck).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSurviveAGateThatThrows() throws Exception {
        sessions.close();
        sessions = WebRtcSessions.builder().gate(threadName -> (datagram, atNs, behind) -> {
            throw new IllegalStateException("a test");
        }).build();
        TestClient client = client();
        WebRtcSession session = sessions.accept(client.offer(SSRC, RTX_SSRC).text());

        client.take(session.answerSdp()).send(ByteBuffer.wrap(new byte[]{0, 1}));
        client.send(ByteBuffer.wrap(new byte[]{0, 1}));

        await().until(() -> refused(session, Refusal.INTERNAL_ERROR) == 2);
    }

    @Test
    void shouldLeaveNothingOpenIfTheInterceptorRefusesItsConfiguration() {
        sessions.close();
        sessions = WebRtcSessions.builder()
                .interceptor(InterceptorConfig.builder().option("no-such-option", "1").build()).build();

        assertThatThrownBy(() -> sessions.accept(Offers.withVideo(SSRC, RTX_SSRC).text()))
                .hasMessageContaining("no-such-option");
        assertThat(threads()).isEmpty();
    }

    @Test
    void shouldOpenNothingForABadOfferOrOnceClosed() {
        assertThatThrownBy(() -> sessions.accept("v=1")).isInstanceOf(BadOfferException.class);
        sessions.close();
        assertThatThrownBy(() -> sessions.accept(Offers.withVideo(SSRC, RTX_SSRC).text()))
                .isInstanceOf(IllegalStateException.class).hasMessage("closed");
        assertThat(threads()).isEmpty();
    }

    @Test
    void shouldRefuseSettingsOutOfRange() throws Exception {
        WebRtcSessions.Builder builder = WebRtcSessions.builder();
        InetAddress any = InetAddress.getByName("0.0.0.0");
        assertThatThrownBy(() -> builder.bindAddress(any)).hasMessageContaining("0.0.0.0");
        assertThatThrownBy(() -> builder.consentTimeout(Duration.ofMillis(999))).hasMessageContaining("1 s to 1 h");
        assertThatThrownBy(() -> builder.maxSessions(0)).hasMessageContaining("1 to 10000");
    }
}
