package io.bwe.browser;

import io.bwe.api.HeaderExtension;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.StringJoiner;

/**
 * Writes the answer to an offer (RFC 9429): what can be taken is received, everything else declined. All candidates are
 * in it, as ICE-lite has them all from the start.
 */
final class Answer {
    /** RFC 8445, section 5.1.2.1, for the one host candidate: type preference 126, local preference 65,535, RTP. */
    private static final long HOST_PRIORITY = 126L << 24 | 65_535L << 8 | 255;

    private final long sessionId;
    private final IceCredentials credentials;
    private final Fingerprint fingerprint;
    private final InetSocketAddress candidate;

    Answer(long sessionId, IceCredentials credentials, Fingerprint fingerprint, InetSocketAddress candidate) {
        this.sessionId = sessionId;
        this.credentials = credentials;
        this.fingerprint = fingerprint;
        this.candidate = candidate;
    }

    /**
     * Answers.
     *
     * @param version counts the answers of a session, from 1
     */
    String text(Offer offer, int version) {
        Lines lines = new Lines();
        lines.add("v=0");
        lines.add("o=- " + sessionId + " " + version + " " + connection());
        lines.add("s=-");
        lines.add("t=0 0");
        List<Offer.Section> accepted = offer.sections().stream().filter(Offer.Section::accepted).toList();
        if (offer.bundled()) {
            lines.add("a=group:BUNDLE " + String.join(" ", accepted.stream().map(Offer.Section::mid).toList()));
        }
        lines.add("a=ice-lite");
        for (Offer.Section section : offer.sections()) {
            if (section.accepted()) {
                accept(section, lines);
            } else {
                decline(section, lines);
            }
        }
        return lines.toString();
    }

    private void accept(Offer.Section section, Lines lines) {
        List<String> formats = section.codecs().stream().map(codec -> String.valueOf(codec.payloadType())).toList();
        lines.add("m=" + section.media().kind() + " " + candidate.getPort() + " " + section.media().protocol() + " "
                + String.join(" ", formats));
        lines.add("c=" + connection());
        lines.add("a=candidate:1 1 udp " + HOST_PRIORITY + " " + address() + " "
                + candidate.getPort() + " typ host");
        lines.add("a=end-of-candidates");
        lines.add("a=ice-ufrag:" + credentials.ufrag());
        lines.add("a=ice-pwd:" + credentials.pwd());
        lines.add("a=fingerprint:" + fingerprint);
        lines.add("a=setup:passive");
        lines.add("a=mid:" + section.mid());
        for (HeaderExtension extension : section.extensions()) {
            lines.add("a=extmap:" + extension.id() + " " + extension.uri());
        }
        lines.add(section.sends() ? "a=recvonly" : "a=inactive");
        lines.add("a=rtcp-mux");
        if (section.media().attributes().has("rtcp-rsize")) {
            lines.add("a=rtcp-rsize");
        }
        for (Offer.Codec codec : section.codecs()) {
            lines.add("a=rtpmap:" + codec.payloadType() + " " + codec.rtpmap());
            codec.feedback().forEach(kind -> lines.add("a=rtcp-fb:" + codec.payloadType() + " " + kind));
            codec.parameters().forEach(value -> lines.add("a=fmtp:" + codec.payloadType() + " " + value));
        }
    }

    private void decline(Offer.Section section, Lines lines) {
        lines.add("m=" + section.media().kind() + " 0 " + section.media().protocol() + " "
                + String.join(" ", section.media().formats()));
        lines.add("c=" + connection());
        lines.add("a=mid:" + section.mid());
        lines.add("a=inactive");
    }

    private String connection() {
        return (candidate.getAddress() instanceof Inet6Address ? "IN IP6 " : "IN IP4 ")
                + address();
    }

    /** Without the name of an interface, which means nothing elsewhere. */
    private String address() {
        return candidate.getAddress().getHostAddress().replaceFirst("%.*", "");
    }

    /** Each line ends with CR LF (RFC 8866, section 5). */
    private static final class Lines {
        private final StringJoiner joiner = new StringJoiner("\r\n", "", "\r\n");

        void add(String line) {
            joiner.add(line);
        }

        @Override
        public String toString() {
            return joiner.toString();
        }
    }
}
