package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.HeaderExtension;
import io.bwe.api.StreamInfo;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferTest {
    private static final String VIDEO = Offers.withVideo(1000, 2000).text();

    @Test
    void shouldTakeVp8WithItsRetransmissionsAndNothingElse() throws BadOfferException {
        Offer offer = Offer.parse(VIDEO);

        Offer.Section section = offer.sections().getFirst();
        assertThat(section.codecs()).extracting(Offer.Codec::payloadType).containsExactly(96, 97);
        assertThat(section.codecs().getFirst().feedback()).containsExactly("goog-remb", "ccm fir", "nack", "nack pli");
        assertThat(section.extensions()).containsExactly(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, 2),
                new HeaderExtension("urn:ietf:params:rtp-hdrext:sdes:mid", 9));
        assertThat(offer.credentials()).isEqualTo(new IceCredentials(Offers.UFRAG, Offers.PWD));
        assertThat(offer.payloadTypes("VP8")).containsExactly(96);
        assertThat(offer.reducedSize()).isTrue();
    }

    @Test
    void shouldDescribeTheStreamsForTheInterceptor() throws BadOfferException {
        List<StreamInfo> streams = Offer.parse(Offers.withVideo(1000, 2000).audio(4_294_967_295L).text()).streamInfos();

        assertThat(streams).hasSize(2);
        StreamInfo video = streams.getFirst();
        assertThat(video.ssrc()).isEqualTo(1000);
        assertThat(video.rtxSsrc()).isEqualTo(OptionalLong.of(2000));
        assertThat(video.mimeType()).isEqualTo("video/VP8");
        assertThat(video.payloadType()).isEqualTo(96);
        assertThat(video.extensionId(HeaderExtension.ABS_SEND_TIME)).hasValue(2);
        assertThat(video.rtcpFeedback()).contains("goog-remb");
        StreamInfo audio = streams.getLast();
        assertThat(audio.ssrc()).isEqualTo(4_294_967_295L);
        assertThat(audio.rtxSsrc()).isEmpty();
        assertThat(audio.isAudio()).isTrue();
        assertThat(audio.clockRate()).isEqualTo(48_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recvonly", "inactive"})
    void shouldTakeNoStreamsWhereTheBrowserDoesNotSend(String direction) throws BadOfferException {
        Offer offer = Offer.parse(new Offers().video(direction, 1000, 2000).text());

        assertThat(offer.sections().getFirst().accepted()).isTrue();
        assertThat(offer.sections().getFirst().sends()).isFalse();
        assertThat(offer.streamInfos()).isEmpty();
    }

    @Test
    void shouldReadTheTransportFromTheSessionIfTheSectionHasNone() throws BadOfferException {
        String text = VIDEO.replaceAll("a=(ice-ufrag|ice-pwd|fingerprint|setup):.*\r\n", "").replace("t=0 0\r\n",
                "t=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:" + Offers.PWD + "\r\na=fingerprint:" + Offers.FINGERPRINT
                        + "\r\na=setup:active\r\n");

        assertThat(Offer.parse(text).credentials().ufrag()).isEqualTo("abcd");
    }

    @Test
    void shouldDeclineASectionThatWasStoppedButNotOneThatIsOnlyInTheBundle() throws BadOfferException {
        String stopped = Offers.withVideo(1000, 2000).video("sendrecv", 3000, 4000).text()
                .replaceFirst("m=video 9", "m=video 0");
        String bundleOnly = stopped.replaceFirst("(?<=m=video 0.{0,60}\r\n)", "a=bundle-only\r\n");

        assertThat(Offer.parse(stopped).sections()).extracting(Offer.Section::accepted).containsExactly(false, true);
        assertThat(Offer.parse(bundleOnly).sections()).extracting(Offer.Section::accepted).containsExactly(true, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                     | no session description
            {}                                     | no session description
            v=0                                    | no media section
            """)
    void shouldRefuseWhatIsNoOffer(String text, String why) {
        assertThatThrownBy(() -> Offer.parse(text)).isInstanceOf(BadOfferException.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m=video 9               | m=video x            | of the form m=
            m=video 9               | m=video 70000        | of the form m=
            a=ice-ufrag:.*          | a=x                  | no a=ice-ufrag
            a=ice-pwd:.*            | a=x                  | no a=ice-pwd
            a=ice-pwd:.*            | a=ice-pwd:short      | ICE credentials
            a=ice-ufrag:.*          | a=ice-ufrag:a b c d  | ICE credentials
            a=fingerprint:.*        | a=x                  | no a=fingerprint
            a=fingerprint:sha-256   | a=fingerprint:md5    | no a=fingerprint
            a=fingerprint:sha-256.* | a=fingerprint:sha-256 zz | no a=fingerprint
            a=setup:actpass         | a=setup:passive      | a=setup:passive
            VP8/90000               | H264/90000           | neither VP8 video nor Opus
            a=rtcp-mux              | a=x                  | neither VP8 video nor Opus
            UDP/TLS/RTP/SAVPF       | RTP/AVP              | neither VP8 video nor Opus
            VP8/90000               | VP8                  | no clock rate
            VP8/90000               | VP8/0                | clock rate
            VP8/90000               | VP8/99999999999      | clock rate
            a=extmap:2              | a=extmap:0           | header extension id
            a=extmap:2              | a=extmap:x           | header extension id
            a=ssrc:1000             | a=ssrc:4294967296    | SSRC
            a=ssrc-group:FID 1000   | a=ssrc-group:FID -1  | SSRC
            96 97 98 99             | 96 97 98 99 999      |
            a=rtpmap:96             | nonsense             | line 25 of the offer is not of the form x=
            """)
    void shouldSayWhatIsWrongWithAnOffer(String line, String instead, String why) {
        String text = VIDEO.replaceFirst(line, instead);
        assertThat(text).isNotEqualTo(VIDEO);
        if (why == null) {
            assertThatCode(() -> Offer.parse(text)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Offer.parse(text)).isInstanceOf(BadOfferException.class)
                    .hasMessageContaining(why).hasMessageNotContainingAny("\n");
        }
    }

    @Test
    void shouldRefuseSeveralSectionsWithoutBundle() {
        String text = Offers.withVideo(1000, 2000).audio(3000).text().replaceFirst("a=group:BUNDLE.*", "a=x");

        assertThatThrownBy(() -> Offer.parse(text)).isInstanceOf(BadOfferException.class)
                .hasMessageContaining("BUNDLE");
    }

    @Test
    void shouldRefuseTooMuchOfAnything() {
        assertThatThrownBy(() -> Offer.parse("v=0" + "a".repeat(300_000))).hasMessageContaining("characters");
        assertThatThrownBy(() -> Offer.parse("v=0\r\n" + "m=video 9 RTP/SAVPF 96\r\n".repeat(101)))
                .hasMessageContaining("media sections");
        String formats = IntStream.range(0, 129).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        assertThatThrownBy(() -> Offer.parse("v=0\r\nm=video 9 RTP/SAVPF " + formats)).hasMessageContaining("formats");
        Offers manySsrcs = Offers.withVideo(1000, 2000);
        for (int i = 0; i < 32; i++) {
            manySsrcs.lines("a=ssrc:" + i + " cname:x");
        }
        assertThatThrownBy(() -> Offer.parse(manySsrcs.text())).hasMessageContaining("SSRCs");
    }

    @Test
    void shouldTakeAFormatOnceHoweverOftenItIsNamed() throws Exception {
        String text = VIDEO.replace("96 97 98 99", "96 ".repeat(30_000) + "97 ".repeat(30_000));

        assertThat(Offer.parse(text).payloadTypes("rtx")).hasSize(1);
        assertThat(Offer.parse(text).sections().getFirst().codecs()).hasSize(2);
    }

    @Test
    void shouldTakeOrRefuseWhateverIsInAnOffer() {
        long seed = 42;
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(VIDEO);
            for (int changes = 1 + random.nextInt(4); changes > 0 && text.length() > 3; changes--) {
                int at = 3 + random.nextInt(text.length() - 3);
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.setLength(at);
                }
            }
            try {
                // What is taken can be used.
                Offer.parse(text.toString()).streamInfos();
            } catch (BadOfferException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %s", seed).isBetween(500, 2900);
    }
}
