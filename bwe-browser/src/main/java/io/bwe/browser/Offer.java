package io.bwe.browser;

import io.bwe.api.HeaderExtension;
import io.bwe.api.StreamInfo;
import io.bwe.browser.SessionDescription.Attributes;
import io.bwe.browser.SessionDescription.Media;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a browser offers, as far as it matters here. Immutable.
 *
 * @param credentials the browser's ICE credentials
 * @param fingerprints the digests of which one must be that of the browser's certificate
 * @param bundled whether all sections share one transport
 * @param sections the media sections in their order, those that cannot be taken included
 */
record Offer(IceCredentials credentials, Set<Fingerprint> fingerprints, boolean bundled, List<Section> sections) {
    private static final String VIDEO = "video";
    private static final String AUDIO = "audio";
    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF",
            "TCP/TLS/RTP/SAVPF");
    /** What is of use to the interceptor, and what tells streams apart; above all not transport-cc. */
    private static final Set<String> EXTENSIONS = Set.of(HeaderExtension.ABS_SEND_TIME,
            "urn:ietf:params:rtp-hdrext:sdes:mid", "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");
    private static final Set<String> VIDEO_FEEDBACK = Set.of("goog-remb", "nack", "nack pli", "ccm fir");

    /**
     * A media section.
     *
     * @param media what was offered
     * @param mid its name
     * @param codecs the codecs of it that are taken; none if the section is declined
     * @param extensions the header extensions that are taken
     * @param sends whether the browser sends in it
     * @param streams the streams that it announces
     */
    record Section(Media media, String mid, List<Codec> codecs, List<HeaderExtension> extensions, boolean sends,
            List<OfferedStream> streams) {
        boolean accepted() {
            return !codecs.isEmpty();
        }
    }

    /**
     * A codec that is taken.
     *
     * @param payloadType 0 to 127
     * @param name as in the offer, for instance VP8
     * @param clockRate ticks per second
     * @param rtpmap the whole value of {@code a=rtpmap} behind the payload type
     * @param feedback the kinds of RTCP feedback that are taken
     * @param parameters the values of {@code a=fmtp} behind the payload type
     */
    record Codec(int payloadType, String name, int clockRate, String rtpmap, List<String> feedback,
            List<String> parameters) {
        boolean is(String otherName) {
            return name.equalsIgnoreCase(otherName);
        }
    }

    static Offer parse(String text) throws BadOfferException {
        SessionDescription description = SessionDescription.parse(text);
        if (description.media().isEmpty()) {
            throw new BadOfferException("the offer has no media section");
        }
        Set<String> bundle = bundle(description);
        List<Section> sections = new ArrayList<>();
        for (Media media : description.media()) {
            sections.add(section(media, sections.size(), bundle));
        }
        List<Section> accepted = sections.stream().filter(Section::accepted).toList();
        if (accepted.isEmpty()) {
            throw new BadOfferException("the offer has neither VP8 video nor Opus audio over DTLS-SRTP with rtcp-mux");
        }
        if (accepted.size() > 1 && !bundle.containsAll(accepted.stream().map(Section::mid).toList())) {
            throw new BadOfferException("the offer wants a transport for each media section; only BUNDLE is supported");
        }
        Attributes transport = accepted.getFirst().media().attributes();
        Attributes session = description.attributes();
        checkSetup(either(transport, session, "setup").orElse("actpass"));
        return new Offer(credentials(transport, session), fingerprints(transport, session), !bundle.isEmpty(),
                List.copyOf(sections));
    }

    private static Set<String> bundle(SessionDescription description) {
        Set<String> mids = new LinkedHashSet<>();
        for (String group : description.attributes().all("group")) {
            List<String> words = List.of(group.split(" +"));
            if (words.getFirst().equals("BUNDLE")) {
                mids.addAll(words.subList(1, words.size()));
            }
        }
        return mids;
    }

    private static Section section(Media media, int index, Set<String> bundle) throws BadOfferException {
        Attributes attributes = media.attributes();
        String mid = attributes.first("mid").orElse(String.valueOf(index));
        // A section of port 0 is rejected, unless it merely says that it lives in the bundle.
        boolean open = media.port() != 0 || attributes.has("bundle-only") && bundle.contains(mid);
        boolean possible = open && PROTOCOLS.contains(media.protocol()) && attributes.has("rtcp-mux");
        List<Codec> codecs = possible ? codecs(media) : List.of();
        boolean sends = !codecs.isEmpty() && !attributes.has("recvonly") && !attributes.has("inactive");
        List<HeaderExtension> extensions = codecs.isEmpty() ? List.of() : extensions(attributes);
        return new Section(media, mid, codecs, extensions, sends,
                sends ? OfferedStream.of(attributes) : List.of());
    }

    private static List<Codec> codecs(Media media) throws BadOfferException {
        List<Codec> offered = new ArrayList<>();
        for (String format : media.formats()) {
            codec(media, format).ifPresent(offered::add);
        }
        List<Codec> taken = new ArrayList<>();
        for (Codec codec : offered) {
            if (media.kind().equals(VIDEO) && codec.is("VP8") || media.kind().equals(AUDIO) && codec.is("opus")) {
                taken.add(codec);
                offered.stream().filter(other -> other.is("rtx")
                        && other.parameters().contains("apt=" + codec.payloadType())).forEach(taken::add);
            }
        }
        return List.copyOf(taken);
    }

    private static Optional<Codec> codec(Media media, String format) throws BadOfferException {
        Optional<String> rtpmap = behind(media.attributes().all("rtpmap"), format).stream().findFirst();
        if (rtpmap.isEmpty() || !format.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int payloadType = SdpNumbers.inRange("payload type", format, 0, 127);
        String[] words = rtpmap.get().split("/");
        if (words.length < 2) {
            throw new BadOfferException("a=rtpmap:" + format + " of the offer has no clock rate");
        }
        int clockRate = SdpNumbers.inRange("clock rate", words[1], 1, 1_000_000_000);
        List<String> feedback = new ArrayList<>(behind(media.attributes().all("rtcp-fb"), format));
        feedback.addAll(behind(media.attributes().all("rtcp-fb"), "*"));
        feedback.removeIf(kind -> !media.kind().equals(VIDEO) || !VIDEO_FEEDBACK.contains(kind));
        return Optional.of(new Codec(payloadType, words[0], clockRate, rtpmap.get(), List.copyOf(feedback),
                behind(media.attributes().all("fmtp"), format)));
    }

    /** What follows a format in values that begin with one. */
    private static List<String> behind(List<String> values, String format) {
        return values.stream().filter(value -> value.startsWith(format + " "))
                .map(value -> value.substring(format.length() + 1).strip()).toList();
    }

    private static List<HeaderExtension> extensions(Attributes attributes) throws BadOfferException {
        List<HeaderExtension> extensions = new ArrayList<>();
        for (String value : attributes.all("extmap")) {
            String[] words = value.split(" +");
            if (words.length >= 2 && EXTENSIONS.contains(words[1])) {
                // An id may be followed by a direction.
                String id = words[0].split("/", 2)[0];
                extensions.add(new HeaderExtension(words[1], SdpNumbers.inRange("header extension id", id, 1, 255)));
            }
        }
        return List.copyOf(extensions);
    }

    private static void checkSetup(String setup) throws BadOfferException {
        if (!setup.equals("actpass") && !setup.equals("active")) {
            throw new BadOfferException("a=setup:" + setup
                    + " of the offer cannot be answered; this side is the DTLS server, which takes actpass or active");
        }
    }

    private static IceCredentials credentials(Attributes transport, Attributes session) throws BadOfferException {
        String ufrag = either(transport, session, "ice-ufrag")
                .orElseThrow(() -> new BadOfferException("the offer has no a=ice-ufrag"));
        String pwd = either(transport, session, "ice-pwd")
                .orElseThrow(() -> new BadOfferException("the offer has no a=ice-pwd"));
        if (!IceCredentials.areValid(ufrag, pwd)) {
            throw new BadOfferException("the ICE credentials of the offer are not as RFC 8839 wants them");
        }
        return new IceCredentials(ufrag, pwd);
    }

    private static Set<Fingerprint> fingerprints(Attributes transport, Attributes session) throws BadOfferException {
        List<String> values = transport.all("fingerprint");
        if (values.isEmpty()) {
            values = session.all("fingerprint");
        }
        Set<Fingerprint> fingerprints = new LinkedHashSet<>();
        for (String value : values) {
            Fingerprint.parse(value).ifPresent(fingerprints::add);
        }
        if (fingerprints.isEmpty()) {
            throw new BadOfferException("the offer has no a=fingerprint of " + Fingerprint.HASHES);
        }
        return Set.copyOf(fingerprints);
    }

    private static Optional<String> either(Attributes transport, Attributes session, String name) {
        return transport.first(name).or(() -> session.first(name));
    }

    /** The streams of all sections, with what was negotiated for each. */
    List<StreamInfo> streamInfos() {
        return sections.stream().flatMap(section -> section.streams().stream().map(stream -> stream.info(section)))
                .toList();
    }

    /** The header extensions of all sections; an id means the same in all of a bundle (RFC 8843, section 9.1). */
    List<HeaderExtension> allExtensions() {
        return sections.stream().flatMap(section -> section.extensions().stream()).distinct().toList();
    }

    /** The payload types of a codec in all sections. */
    Set<Integer> payloadTypes(String codecName) {
        Set<Integer> types = new LinkedHashSet<>();
        sections.forEach(section -> section.codecs().stream().filter(codec -> codec.is(codecName))
                .forEach(codec -> types.add(codec.payloadType())));
        return types;
    }

    /** Whether RTCP need not be compound in any section (RFC 5506). */
    boolean reducedSize() {
        return sections.stream().filter(Section::accepted)
                .allMatch(section -> section.media().attributes().has("rtcp-rsize"));
    }

    /** A media type as the API writes it, for instance {@code video/VP8}. */
    static String mimeType(Section section) {
        return section.media().kind().toLowerCase(Locale.ROOT) + "/" + section.codecs().getFirst().name();
    }
}
