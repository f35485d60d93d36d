package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static String answer(Offers offers, String address) throws BadOfferException, UnknownHostException {
        Answer answer = new Answer(77, new IceCredentials("ufrag", "p".repeat(24)),
                Fingerprint.parse(Offers.FINGERPRINT).orElseThrow(),
                new InetSocketAddress(InetAddress.getByName(address), 5000));
        return answer.text(Offer.parse(offers.text()), 3);
    }

    private static List<String> lines(String answer) {
        assertThat(answer).endsWith("\r\n");
        return List.of(answer.split("\r\n"));
    }

    @Test
    void shouldReceiveVp8WithEverythingButTransportWideFeedback() throws Exception {
        List<String> lines = lines(answer(Offers.withVideo(1000, 2000), "127.0.0.1"));

        assertThat(lines).containsExactly("v=0", "o=- 77 3 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
                "a=ice-lite", "m=video 5000 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 127.0.0.1",
                "a=candidate:1 1 udp 2130706431 127.0.0.1 5000 typ host", "a=end-of-candidates", "a=ice-ufrag:ufrag",
                "a=ice-pwd:" + "p".repeat(24), "a=fingerprint:" + Offers.FINGERPRINT, "a=setup:passive", "a=mid:0",
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid", "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize",
                "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 ccm fir", "a=rtcp-fb:96 nack",
                "a=rtcp-fb:96 nack pli", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96");
    }

    @Test
    void shouldAnswerEachSectionInItsPlace() throws Exception {
        List<String> lines = lines(answer(
                new Offers().data().video("sendrecv", 1000, 2000).audio(3000).video("inactive", 4000, 5000), "::1"));

        assertThat(lines).filteredOn(line -> line.startsWith("m=")).containsExactly(
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel", "m=video 5000 UDP/TLS/RTP/SAVPF 96 97",
                "m=audio 5000 UDP/TLS/RTP/SAVPF 111", "m=video 5000 UDP/TLS/RTP/SAVPF 96 97");
        assertThat(lines).filteredOn(line -> line.matches("a=(inactive|recvonly|sendrecv)"))
                .containsExactly("a=inactive", "a=recvonly", "a=recvonly", "a=inactive");
        assertThat(lines).contains("a=group:BUNDLE 1 2 3", "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=10;useinbandfec=1", "c=IN IP6 0:0:0:0:0:0:0:1");
        assertThat(lines).noneMatch(line -> line.contains("transport"));
    }
}
