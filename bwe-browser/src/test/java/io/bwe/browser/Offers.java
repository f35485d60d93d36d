package io.bwe.browser;

import java.util.ArrayList;
import java.util.List;

/** Makes offers as Chromium writes them. */
final class Offers {
    static final String FINGERPRINT = "sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:"
            + "10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F";
    static final String UFRAG = "0WBa";
    static final String PWD = "VYZgmiZeRaYE50Xr1VNNMKyq";

    private String fingerprint = FINGERPRINT;
    private String pwd = PWD;
    private final List<String> mids = new ArrayList<>();
    private final StringBuilder media = new StringBuilder();

    static Offers withVideo(long ssrc, long rtxSsrc) {
        return new Offers().video("sendrecv", ssrc, rtxSsrc);
    }

    Offers fingerprint(Fingerprint value) {
        fingerprint = value.toString();
        return this;
    }

    Offers pwd(String value) {
        pwd = value;
        return this;
    }

    Offers video(String direction, long ssrc, long rtxSsrc) {
        section("video", "9", "96 97 98 99", direction);
        lines("a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 ccm fir",
                "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
                "a=rtpmap:98 VP9/90000", "a=rtcp-fb:98 goog-remb", "a=rtpmap:99 rtx/90000", "a=fmtp:99 apt=98",
                "a=ssrc-group:FID " + ssrc + " " + rtxSsrc, "a=ssrc:" + ssrc + " cname:x",
                "a=ssrc:" + rtxSsrc + " cname:x");
        return this;
    }

    Offers audio(long ssrc) {
        section("audio", "9", "111 63", "sendrecv");
        lines("a=rtpmap:111 opus/48000/2", "a=rtcp-fb:111 transport-cc", "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=rtpmap:63 red/48000/2", "a=ssrc:" + ssrc + " cname:x");
        return this;
    }

    Offers data() {
        mids.add(String.valueOf(mids.size()));
        lines("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:" + (mids.size() - 1),
                "a=sctp-port:5000");
        return this;
    }

    private void section(String kind, String port, String formats, String direction) {
        mids.add(String.valueOf(mids.size()));
        lines("m=" + kind + " " + port + " UDP/TLS/RTP/SAVPF " + formats, "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
                "a=candidate:1 1 udp 2113937151 0a1b.local 50000 typ host", "a=ice-ufrag:" + UFRAG, "a=ice-pwd:PWD",
                "a=ice-options:trickle", "a=fingerprint:FINGERPRINT", "a=setup:actpass",
                "a=mid:" + (mids.size() - 1), "a=extmap:1 urn:ietf:params:rtp-hdrext:toffset",
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                "a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid", "a=" + direction, "a=rtcp-mux", "a=rtcp-rsize");
    }

    /** Adds lines to the last section. */
    Offers lines(String... lines) {
        for (String line : lines) {
            media.append(line).append("\r\n");
        }
        return this;
    }

    String text() {
        return "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + String.join(" ", mids)
                + "\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\n"
                + media.toString().replace("PWD", pwd).replace("FINGERPRINT", fingerprint);
    }
}
