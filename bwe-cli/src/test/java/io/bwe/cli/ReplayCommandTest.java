package io.bwe.cli;

import static io.bwe.cli.FrameBuilder.ethernet;
import static io.bwe.cli.FrameBuilder.ipv4;
import static io.bwe.cli.FrameBuilder.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.RtpPacketBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class ReplayCommandTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int EXTENSION_ID = 3;
    private static final int PACKETS = 60;
    private static final byte[] STUN = {0, 1, 0, 0, 0x21, 0x12, (byte) 0xa4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] RECEIVER_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1};
    private static final byte[] DTLS = {22, (byte) 0xfe, (byte) 0xfd, 0, 0};

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Bwe.run(out, err, args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    /** Packet i of an audio: sent 20 ms after the one before, 100 + i bytes of payload. */
    private static byte[] rtp(int i) {
        return new RtpPacketBuilder().ssrc(i % 3 == 0 ? 22 : 11).sequenceNumber(i).timestamp(960L * i)
                .absSendTime(EXTENSION_ID, (int) (i * 20L * (1 << 18) / 1_000)).payloadSize(100 + i).build().array();
    }

    private static long arrivalNs(int i) {
        return START_NS + i * 20_000_000L;
    }

    private static byte[] frame(byte[] payload) {
        return ethernet(ipv4(udp(payload)));
    }

    private static byte[] pcap() {
        PcapBuilder capture = PcapBuilder.ethernet().frame(START_NS - 1_000_000, frame(STUN));
        for (int i = 0; i < PACKETS; i++) {
            capture.frame(arrivalNs(i), frame(rtp(i)));
        }
        return capture.frame(arrivalNs(PACKETS), frame(RECEIVER_REPORT)).frame(arrivalNs(PACKETS), frame(DTLS)).build();
    }

    private static byte[] pcapng() {
        PcapngBuilder capture = new PcapngBuilder(ByteOrder.BIG_ENDIAN).describeInterface(101, 0)
                .describeInterface(1, 0);
        for (int i = 0; i < PACKETS; i++) {
            if (i % 2 == 0) {
                byte[] packet = ipv4(udp(rtp(i)));
                capture.enhancedPacket(0, arrivalNs(i) / 1_000, packet.length, packet);
            } else {
                byte[] packet = frame(rtp(i));
                capture.enhancedPacket(1, arrivalNs(i) / 1_000, packet.length, packet);
            }
        }
        return capture.build();
    }

    /** A capture in which nothing tells the send time. */
    private static byte[] unstamped() {
        PcapBuilder capture = PcapBuilder.ethernet();
        for (int i = 0; i < PACKETS; i++) {
            capture.frame(arrivalNs(i), frame(new RtpPacketBuilder().ssrc(11).sequenceNumber(i).timestamp(320L * i)
                    .extension(2, (byte) 0xff, (byte) 0xff, (byte) -i).payloadSize(100 + i).build().array()));
        }
        return capture.build();
    }

    private static String trace() {
        StringBuilder trace = new StringBuilder(
                "arrival_time_us,abs_send_time,payload_size,ssrc,rtp_timestamp,clock_rate,op\n");
        for (int i = 0; i < PACKETS; i++) {
            trace.append("%d,%d,%d,%d,%d,48000,%n".formatted(i * 20_000L, i * 20L * (1 << 18) / 1_000, 100 + i,
                    i % 3 == 0 ? 22 : 11, 960L * i));
        }
        return trace.toString();
    }

    @Test
    void givesTheSameTableForTheSamePacketsWhateverTheFileIs() throws Exception {
        byte[] trace = trace().getBytes(StandardCharsets.UTF_8);
        List<String> files = List.of(file("a.csv", trace), file("misnamed.pcap", gzip(trace)), file("b.pcap", pcap()),
                file("b.pcap.gz", gzip(pcap())), file("no-extension", pcapng()), file("c.gz", gzip(pcapng())));
        String expected = null;
        for (String name : files) {
            assertThat(run("replay", name, "--quiet", "--estimator", "delay-kalman", "--csv", "-")).as(err())
                    .isZero();
            assertThat(out().lines()).hasSize(1 + PACKETS);
            assertThat(err()).isEmpty();
            expected = expected == null ? out() : expected;
            assertThat(out()).as(name).isEqualTo(expected);
        }
    }

    @Test
    void handsEachPacketToTheEstimator() throws Exception {
        String csv = folder.resolve("out.csv").toString();
        assertThat(run("replay", file("a.pcap", pcap()), "--estimator", "echo", "--rtt", "7", "--srtp-tag", "16",
                "--csv", csv)).isZero();
        List<String> rows = Files.readAllLines(Path.of(csv));
        assertThat(rows).hasSize(1 + PACKETS);
        assertThat(rows.get(0)).isEqualTo("index,arrival_us,arrival_ns,now_ns,send_time_s,payload,rtt_ms,header,"
                + "rtp_timestamp,clock_rate,transmission_offset,cb_bps,cb_ssrcs,remb_bps");
        assertThat(rows.get(1)).isEqualTo("0,0,0,0,0.0,84,7,96,0,48000,0,84000,22,84000");
        assertThat(rows.get(2)).matches("1,20000,20000000,20000000,0\\.01999\\d+,85,7,352,960,48000,0,,,");
        assertThat(rows.get(3)).matches("2,40000,.*,86,7,608,1920,48000,0,86000,11;22,");
        assertThat(rows.get(11)).matches("10,200000,.*,94000,11;22,94000");
    }

    @Test
    void saysWhatItTookAndWhatCameOfIt() throws Exception {
        String capture = file("a.pcap", pcap());
        assertThat(run("replay", capture, "--estimator", "echo")).isZero();
        assertThat(err()).contains("took the flow 10.0.0.1:5000 -> 10.0.0.2:6000, the one with most RTP (60 packets)")
                .contains("took header extension 3 for abs-send-time");
        assertThat(out()).contains("(pcap), 63 frames").contains("60 in 1.180 s, 0 of them without send time")
                .contains("22 (20 packets), 11 (40 packets)").contains("mean 52,678 b/s")
                .contains("final 159,000 b/s, min 100,000 b/s, max 159,000 b/s").contains("0 episodes")
                .contains("1 RTCP packets").contains("2 other UDP packets")
                .contains("\n  0.125        46       106          normal      1  =======|===========\n")
                .containsPattern("\n  1\\.180        69       159          normal      0  =+\\|=+\n$");
        assertThat(run("replay", capture, "--quiet")).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).isEmpty();
        assertThat(run("replay", capture, "--csv", "-")).isZero();
        assertThat(out()).startsWith("index,").doesNotContain("input");
        assertThat(err()).contains("input").contains("skipped");
    }

    @Test
    void replaysTheFlowThatWasAskedFor() throws Exception {
        PcapBuilder capture = PcapBuilder.ethernet();
        for (int i = 0; i < PACKETS; i++) {
            capture.frame(arrivalNs(i), frame(rtp(i)));
            if (i % 2 == 0) {
                capture.frame(arrivalNs(i),
                        ethernet(ipv4(FrameBuilder.RECEIVER, FrameBuilder.SENDER, 17, 0, 0, udp(7, 8, rtp(i)))));
            }
        }
        String file = file("two.pcap", capture.build());
        assertThat(run("replay", file)).isZero();
        assertThat(out()).contains("10.0.0.1:5000 -> 10.0.0.2:6000").contains("30 RTP packets of other flows");
        for (String sender : List.of("10.0.0.2", "10.0.0.2:7")) {
            assertThat(run("replay", file, "--sender", sender)).isZero();
            assertThat(out()).contains("10.0.0.2:7 -> 10.0.0.1:8").contains("30 in ")
                    .contains("60 RTP packets of other flows");
            assertThat(err()).doesNotContain("took the flow").contains("took header extension 3");
        }
        assertThat(run("replay", file, "--sender", "10.0.0.2:9")).isEqualTo(2);
        assertThat(err()).isEqualTo("bwe: " + file + ": no RTP from 10.0.0.2:9; most RTP is from 10.0.0.1:5000\n");
    }

    @Test
    void takesPaddingWhoseCountIsEncrypted() throws Exception {
        PcapBuilder capture = PcapBuilder.ethernet();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = rtp(i);
            packet[0] |= 0x20;
            packet[packet.length - 1] = (byte) 255;
            capture.frame(arrivalNs(i), frame(packet));
        }
        assertThat(run("replay", file("padded.pcap", capture.build()))).as(err()).isZero();
        assertThat(out()).contains("60 in 1.180 s");
    }

    @Test
    void keepsArrivalTimesFromRunningBackwards() throws Exception {
        PcapBuilder capture = PcapBuilder.ethernet();
        for (int i = 0; i < PACKETS; i++) {
            capture.frame(arrivalNs(i == 30 ? 20 : i), frame(rtp(i)));
        }
        assertThat(run("replay", file("a.pcap", capture.build()), "--csv", "-")).isZero();
        assertThat(out()).contains("\n29,580000,").contains("\n30,580000,").contains("\n31,620000,");
        assertThat(err()).contains("1 times that ran backwards");
    }

    @Test
    void replaysWhatComesBeforeACutAndWarns() throws Exception {
        byte[] capture = pcap();
        byte[] packed = gzip(capture);
        byte[] trace = trace().getBytes(StandardCharsets.UTF_8);
        for (String file : List.of(file("cut.pcap", Arrays.copyOf(capture, capture.length / 2)),
                file("cut.gz", Arrays.copyOf(packed, packed.length - 60)),
                file("cut.csv", Arrays.copyOf(trace, trace.length - 5)))) {
            assertThat(run("replay", file, "--quiet", "--csv", "-")).as(file).isZero();
            assertThat(out().lines().count()).isBetween(10L, (long) PACKETS);
            assertThat(err()).startsWith("bwe: warning: " + file + " is cut in ")
                    .endsWith("; what comes before was replayed\n");
        }
    }

    @Test
    void refusesEachBadInputWithOneLine() throws Exception {
        String good = file("good.pcap", pcap());
        byte[] capture = pcap();
        String noRtp = file("stun.pcap", PcapBuilder.ethernet().frame(0, frame(STUN)).build());
        String noExtension = file("plain.pcap", PcapBuilder.ethernet()
                .frame(0, frame(new RtpPacketBuilder().payloadSize(5).build().array())).build());
        assertRefused(folder.resolve("none").toString(), "no such file");
        assertRefused(folder.toString(), "is a folder");
        assertRefused(file("empty", new byte[0]), "is empty");
        assertRefused(file("empty.gz", gzip(new byte[0])), "is empty");
        assertRefused(file("text", "what else\n".getBytes(StandardCharsets.UTF_8)), "is neither a capture");
        assertRefused(file("fake.gz", new byte[]{0x1f, (byte) 0x8b, 99, 0, 0, 0, 0, 0, 0, 0}), "begins like gzip");
        assertRefused(file("head.gz", new byte[]{0x1f, (byte) 0x8b}), "begins like gzip but is cut");
        assertRefused(file("tiny.pcap", Arrays.copyOf(capture, 20)), "is cut in its first 24 bytes");
        assertRefused(file("header.pcap", Arrays.copyOf(capture, 24)), "there are no packets");
        assertRefused(file("early.pcap", Arrays.copyOf(capture, 150)), "no RTP");
        assertRefused(noRtp, "1 other UDP packets (STUN, DTLS, ...)");
        assertRefused(noExtension, "behaves like abs-send-time");
        assertRefused(file("head.csv", trace().substring(0, 65).getBytes(StandardCharsets.UTF_8)), "holds no packets");
        assertRefused(good, "no packet of 10.0.0.1:5000 -> 10.0.0.2:6000 has", "--abs-send-time-id", "9");
        assertRefused(good, "no estimator is named 'nope'; found [auto, delay-kalman, ", "--estimator", "echo,nope");
        assertRefused(good, "no estimator is named ''; found [auto, delay-kalman, ", "--estimator", "echo,,faulty");
        assertRefused(good, "estimator 'echo' is given twice; found [auto, delay-kalman, ", "--estimator", "echo,echo");
        assertRefused(good, "'host' is no sender", "--sender", "host");
        assertRefused(good, "its folder does not exist", "--csv", folder.resolve("no/out.csv").toString());
        assertRefused(good, "is a folder", "--csv", folder.toString());
        assertRefused(good, "it is the file to replay", "--csv", good);
        assertRefused(file("a.csv", trace().getBytes(StandardCharsets.UTF_8)), "are for captures", "--srtp-tag", "4");
        assertRefused(file("unstamped.pcap", unstamped()), "behaves like abs-send-time", "--estimator",
                "echo-unstamped,echo");
        assertRefused(good, "no packet of 10.0.0.1:5000 -> 10.0.0.2:6000 has", "--abs-send-time-id", "9", "--estimator",
                "echo-unstamped");
        assertThat(Files.readAllBytes(Path.of(good))).isEqualTo(capture);
    }

    private void assertRefused(String file, String reason, String... options) {
        String[] args = new String[2 + options.length];
        args[0] = "replay";
        args[1] = file;
        System.arraycopy(options, 0, args, 2, options.length);
        assertThat(run(args)).as(err()).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("bwe: ").contains(reason);
        assertThat(err().lines().filter(line -> !line.startsWith("bwe: took "))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"--rtt,0", "--rtt,100001", "--rtt,x", "--srtp-tag,-1", "--srtp-tag,33", "--abs-send-time-id,0",
            "--abs-send-time-id,256", "--toffset-id,0", "--toffset-id,256", "--clock-rate,0", "--clock-rate,1000000001",
            "--unknown,1"})
    void refusesWrongArguments(String option, String value) throws Exception {
        assertThat(run("replay", file("a.pcap", pcap()), option, value)).isEqualTo(2);
        assertThat(err()).startsWith("bwe: ").contains(option).contains("Try 'bwe replay --help'");
    }

    @Test
    void takesTheExtensionItIsTold() throws Exception {
        assertThat(run("replay", file("a.pcap", pcap()), "--abs-send-time-id", "3")).isZero();
        assertThat(out()).contains("header extension 3");
        assertThat(err()).doesNotContain("took header extension");
    }

    @Test
    void putsSeveralEstimatorsSideBySide() throws Exception {
        String csv = folder.resolve("out.csv").toString();
        String capture = file("a.pcap", pcap());
        assertThat(run("replay", capture, "--estimator", "echo,delay-kalman", "--csv", csv)).isZero();
        assertThat(out().lines().map(line -> line.strip().replaceAll(" +", " "))).containsSubsequence(
                "packets 60 in 1.180 s, 0 of them without send time", "incoming mean 52,678 b/s",
                "skipped 1 RTCP packets",
                "", "estimator echo delay-kalman", "kb/s at the end 159 -", "lowest kb/s 100 -", "highest kb/s 159 -",
                "first after 0.000 s -", "over-use episodes 0 0", "REMBs 6 0", "",
                "until s incoming echo delay-kalman", "0.125 46 106 -", "1.180 69 159 -");
        assertThat(run("replay", capture, "--estimator", "echo", "--csv", "-", "--quiet")).isZero();
        List<String> alone = out().lines().toList();
        List<String> both = Files.readAllLines(Path.of(csv));
        assertThat(both).hasSameSizeAs(alone);
        assertThat(both.get(0)).startsWith("index,arrival_us,echo.arrival_ns,").contains(",echo.remb_bps,delay-kalman.")
                .contains(",delay-kalman.cb_bps,delay-kalman.cb_ssrcs,delay-kalman.remb_bps,");
        for (int i = 1; i < alone.size(); i++) {
            assertThat(both.get(i)).startsWith(alone.get(i) + ",");
        }
    }

    @Test
    void goesOnWithTheOthersWhereAnEstimatorFails() throws Exception {
        String csv = folder.resolve("out.csv").toString();
        assertThat(run("replay", file("a.pcap", pcap()), "--estimator", "faulty,echo", "--csv", csv)).isEqualTo(2);
        assertThat(err())
                .containsPattern("\nbwe: estimator faulty failed at packet 30: threw java.lang.IllegalStateException: "
                        + "broken for the test at .*FaultyEstimatorProvider.*onPacket.*\n$");
        assertThat(out().lines().map(line -> line.strip().replaceAll(" +", " "))).containsSubsequence(
                "estimator faulty echo", "kb/s at the end failed 159", "highest kb/s 129 159",
                "0.500 47 124 124", "0.625 57 failed 131", "1.180 69 failed 159");
        List<String> rows = Files.readAllLines(Path.of(csv));
        assertThat(rows).hasSize(1 + PACKETS);
        assertThat(rows.get(30)).startsWith("29,580000,580000000,");
        assertThat(rows.get(31)).startsWith("30,600000,,,,,,,,,,,,,600000000,600000000,");
    }

    @Test
    void endsWhereTheLastEstimatorFails() throws Exception {
        String capture = file("a.pcap", pcap());
        assertThat(run("replay", capture, "--estimator", "faulty", "--quiet", "--csv", "-")).isEqualTo(2);
        assertThat(err())
                .startsWith("bwe: estimator faulty failed at packet 30: threw java.lang.IllegalStateException: ")
                .hasLineCount(1);
        assertThat(out().lines()).hasSize(1 + 31);
        assertThat(run("replay", capture, "--estimator", "faulty")).isEqualTo(2);
        assertThat(out()).isEmpty();
    }

    @Test
    void findsTheClockRateOfEachStream() throws Exception {
        assertThat(run("replay", file("a.pcap", unstamped()), "--estimator", "echo-unstamped", "--toffset-id", "2",
                "--csv", "-")).as(err()).isZero();
        assertThat(out()).contains(",320,16000,-1,").contains(",640,16000,-2,").doesNotContain(",90000,");
        assertThat(err()).contains("took no header extension for abs-send-time")
                .containsPattern("send time +none\\nclock rate +11 has 16000 Hz\\n")
                .contains("60 of them without send time")
                .doesNotContain("warning");
        assertThat(run("replay", file("a.pcap", unstamped()), "--estimator", "echo-unstamped", "--clock-rate", "1234",
                "--csv", "-")).isZero();
        assertThat(out()).contains(",320,1234,0,");
        assertThat(err()).containsPattern("clock rate +1234 Hz\\n");
    }

    @Test
    void refusesOneExtensionForTwoThings() throws Exception {
        assertThat(run("replay", file("a.pcap", pcap()), "--abs-send-time-id", "3", "--toffset-id", "3")).isEqualTo(2);
        assertThat(err()).startsWith("bwe: --toffset-id and --abs-send-time-id are both 3\n");
    }

    @Test
    void warnsOfATraceWithoutSendTimes() throws Exception {
        String trace = "arrival_time_us,abs_send_time,payload_size,ssrc\n1,-1,5,6\n";
        assertThat(run("replay", file("a.csv", trace.getBytes(StandardCharsets.UTF_8)))).isZero();
        assertThat(err()).contains("no packet tells when it was sent");
        assertThat(out()).contains("not measurable");
    }

    @Test
    void writesOneJsonObjectForScripts() throws Exception {
        String capture = file("\u00e4 \"b\".pcap", Arrays.copyOf(pcap(), pcap().length - 3));
        assertThat(run("replay", capture, "--estimator", "echo,delay-kalman,faulty", "--json")).isEqualTo(2);
        assertThat(err()).contains("bwe: took the flow ", "bwe: warning: ",
                "bwe: estimator faulty failed at packet 30");
        assertThat(out()).hasLineCount(1).doesNotContain("\u00e4");
        Map<?, ?> json = JsonText.parse(out());
        assertThat(json.keySet().stream().map(Object::toString)).containsExactly("input", "format", "compressed",
                "flow",
                "absSendTimeId", "damage", "skipped", "durationSeconds", "packets", "packetsWithoutSendTime",
                "incomingBps", "ssrcs", "packetsOfOtherSsrcs", "estimators");
        assertThat(json.get("input")).isEqualTo(capture);
        assertThat(json.get("format")).isEqualTo("pcap");
        assertThat(json.get("compressed")).isEqualTo(false);
        assertThat(json.get("flow")).isEqualTo("10.0.0.1:5000 -> 10.0.0.2:6000");
        assertThat(json.get("absSendTimeId")).isEqualTo(3L);
        assertThat(json.get("damage")).asString().startsWith("is cut in a packet record at byte ");
        assertThat(json.get("skipped")).isEqualTo(List.of("1 RTCP packets", "1 other UDP packets (STUN, DTLS, ...)"));
        assertThat(json.get("durationSeconds")).isEqualTo(1.18);
        assertThat(json.get("packets")).isEqualTo(60L);
        assertThat(json.get("packetsWithoutSendTime")).isEqualTo(0L);
        assertThat(json.get("incomingBps")).isEqualTo(52_678L);
        assertThat(json.get("ssrcs")).isEqualTo(
                List.of(Map.of("ssrc", 22L, "packets", 20L), Map.of("ssrc", 11L, "packets", 40L)));
        assertThat(json.get("packetsOfOtherSsrcs")).isEqualTo(0L);
        List<?> estimators = (List<?>) json.get("estimators");
        assertThat(estimators).hasSize(3);
        Map<?, ?> echo = (Map<?, ?>) estimators.get(0);
        assertThat(echo.toString()).startsWith("{name=echo, failed=null, estimateBps=159000, lowestEstimateBps=100000, "
                + "highestEstimateBps=159000, firstEstimateSeconds=0.0, overuseEpisodes=0, rembs=6, timeline=[{"
                + "untilSeconds=0.125, incomingBps=46144, estimateBps=106000, lowestEstimateBps=100000, usage=normal, "
                + "rembs=1}, ");
        Map<?, ?> kalman = (Map<?, ?>) estimators.get(1);
        assertThat(kalman.toString()).startsWith("{name=delay-kalman, failed=null, estimateBps=null, "
                + "lowestEstimateBps=null, highestEstimateBps=null, firstEstimateSeconds=null, overuseEpisodes=0, "
                + "rembs=0, timeline=[{untilSeconds=0.125, incomingBps=46144, estimateBps=null, "
                + "lowestEstimateBps=null, usage=normal, rembs=0}, ");
        Map<?, ?> faulty = (Map<?, ?>) estimators.get(2);
        assertThat(faulty.toString()).startsWith("{name=faulty, failed=packet 30: threw ").contains(
                ", estimateBps=null, lowestEstimateBps=100000, highestEstimateBps=129000, firstEstimateSeconds=0.0, ")
                .endsWith(", {untilSeconds=1.18, incomingBps=68945, estimateBps=null, lowestEstimateBps=null, "
                        + "usage=normal, rembs=0}]}");
    }

    @Test
    void writesJsonOfATraceAlsoWhenQuietAndWhenAllHaveFailed() throws Exception {
        String trace = file("a.csv", gzip(trace().getBytes(StandardCharsets.UTF_8)));
        assertThat(run("replay", trace, "--estimator", "echo", "--json", "--quiet")).isZero();
        assertThat(err()).isEmpty();
        assertThat(JsonText.parse(out()).toString()).contains("format=packet trace, compressed=true, flow=null, "
                + "absSendTimeId=null, damage=null, skipped=[], durationSeconds=1.18, packets=60, ");
        assertThat(run("replay", trace, "--estimator", "faulty", "--json", "--quiet")).isEqualTo(2);
        assertThat(JsonText.parse(out()).toString()).contains("packets=31, ", "[{name=faulty, failed=packet 30: ");
        String single = "arrival_time_us,abs_send_time,payload_size,ssrc\n1,5,5,6\n";
        assertThat(run("replay", file("b.csv", single.getBytes(StandardCharsets.UTF_8)), "--json")).isZero();
        assertThat(JsonText.parse(out()).toString()).contains("durationSeconds=0.0, packets=1, ", "incomingBps=null, ");
    }

    @Test
    void writesOneThingToStandardOutput() throws Exception {
        String capture = file("a.pcap", pcap());
        assertThat(run("replay", capture, "--json", "--csv", "-")).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("bwe: --json and --csv - both write to standard output; give --csv a file\n");
        String csv = folder.resolve("out.csv").toString();
        assertThat(run("replay", capture, "--json", "--csv", csv)).isZero();
        assertThat(JsonText.parse(out()).get("estimators")).isNotNull();
        assertThat(Files.readAllLines(Path.of(csv))).hasSize(1 + PACKETS);
    }

    @Test
    void hasColoursOnStandardOutputOnly() throws Exception {
        String capture = file("a.pcap", pcap());
        Terminal terminal = new Terminal(false, Ansi.ON);
        assertThat(Bwe.run(out, err, terminal, "replay", capture, "--estimator", "echo")).isZero();
        assertThat(out()).contains("\u001B[32mnormal");
        out.reset();
        assertThat(Bwe.run(out, err, terminal, "replay", capture, "--estimator", "echo", "--csv", "-")).isZero();
        assertThat(Bwe.run(out, err, terminal, "replay", capture, "--estimator", "echo", "--json")).isZero();
        assertThat(out() + err()).contains("until s", "\"timeline\"").doesNotContain("\u001B");
    }
}
