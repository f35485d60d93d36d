package io.bwe.browser;

import io.bwe.api.StreamInfo;
import io.bwe.browser.SessionDescription.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A stream that an offer announces by its SSRC (RFC 5576), with the SSRC of its retransmissions.
 *
 * @param ssrc 0 to 2^32 - 1
 * @param rtxSsrc the same, or empty if there are no retransmissions
 */
record OfferedStream(long ssrc, OptionalLong rtxSsrc) {
    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;
    /** Simulcast has three with as many retransmissions. */
    private static final int MAX_SSRCS = 32;

    static List<OfferedStream> of(Attributes attributes) throws BadOfferException {
        Set<Long> ssrcs = new LinkedHashSet<>();
        for (String value : attributes.all("ssrc")) {
            ssrcs.add(ssrc(value.split(" ", 2)[0]));
        }
        if (ssrcs.size() > MAX_SSRCS) {
            throw new BadOfferException("a media section of the offer has more than " + MAX_SSRCS + " SSRCs");
        }
        Map<Long, Long> rtx = new LinkedHashMap<>();
        for (String value : attributes.all("ssrc-group")) {
            String[] words = value.split(" +");
            if (words[0].equals("FID") && words.length == 3) {
                rtx.put(ssrc(words[1]), ssrc(words[2]));
            }
        }
        List<OfferedStream> streams = new ArrayList<>();
        for (long ssrc : ssrcs) {
            if (!rtx.containsValue(ssrc)) {
                Long retransmission = rtx.get(ssrc);
                streams.add(new OfferedStream(ssrc,
                        retransmission == null ? OptionalLong.empty() : OptionalLong.of(retransmission)));
            }
        }
        return List.copyOf(streams);
    }

    private static long ssrc(String word) throws BadOfferException {
        return SdpNumbers.inRange("SSRC", word, 0, HIGHEST_SSRC);
    }

    StreamInfo info(Offer.Section section) {
        Offer.Codec codec = section.codecs().getFirst();
        StreamInfo.Builder info = StreamInfo.builder(ssrc).payloadType(codec.payloadType())
                .mimeType(Offer.mimeType(section)).clockRate(codec.clockRate());
        rtxSsrc.ifPresent(info::rtxSsrc);
        section.extensions().forEach(extension -> info.headerExtension(extension.uri(), extension.id()));
        codec.feedback().forEach(info::rtcpFeedback);
        return info.build();
    }
}
