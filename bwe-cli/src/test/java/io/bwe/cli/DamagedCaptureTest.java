package io.bwe.cli;

import static io.bwe.cli.FrameBuilder.ethernet;
import static io.bwe.cli.FrameBuilder.ipv4;
import static io.bwe.cli.FrameBuilder.ipv6;
import static io.bwe.cli.FrameBuilder.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.ManualClock;
import io.bwe.testkit.RtpPacketBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, reading it ends, and with nothing worse than {@link BadInputException}. */
class DamagedCaptureTest {
    private static final int ROUNDS = 1_500;
    /** Of the flow that is replayed; captures hold another one with as many. */
    private static final int PACKETS = 20;

    @TempDir
    private Path folder;

    private static byte[] frame(int i) {
        byte[] rtp = new RtpPacketBuilder().ssrc(i % 2).absSendTime(3, i * 5_000).extension(4, (byte) i).payloadSize(40)
                .build().array();
        byte[] ip = i % 2 == 0
                ? ipv4(udp(rtp))
                : ipv6(60, FrameBuilder.join(new byte[]{17, 0, 0, 0, 0, 0, 0, 0}, udp(rtp)));
        return ethernet(ip);
    }

    private static byte[] pcap() {
        PcapBuilder capture = PcapBuilder.ethernet();
        for (int i = 0; i < 2 * PACKETS; i++) {
            capture.frame(i * 20_000_000L, frame(i));
        }
        return capture.build();
    }

    private static byte[] pcapng() {
        PcapngBuilder capture = new PcapngBuilder(ByteOrder.LITTLE_ENDIAN);
        capture.describeInterface(1, 0, capture.option(9, (byte) 6));
        for (int i = 0; i < 2 * PACKETS; i++) {
            capture.enhancedPacket(0, i * 20_000L, 200, frame(i));
        }
        return capture.simplePacket(200, frame(0)).build();
    }

    private static byte[] trace() {
        StringBuilder trace = new StringBuilder("arrival_time_us,abs_send_time,payload_size,ssrc,rtp_timestamp,op\n");
        for (int i = 0; i < PACKETS; i++) {
            trace.append("%d,%d,500,11,%d,rtt:20;off:5%n".formatted(i * 20_000, i * 5_000, i));
        }
        return trace.toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcap", "pcapng", "trace"})
    void readsOrRefuses(String format) throws IOException {
        byte[] intact = switch (format) {
            case "pcap" -> pcap();
            case "pcapng" -> pcapng();
            default -> trace();
        };
        assertThat(replay(intact)).isEqualTo(PACKETS);
        Random random = new Random(format.hashCode());
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = random.nextInt(4) == 0
                    ? Arrays.copyOf(intact, random.nextInt(intact.length))
                    : intact.clone();
            for (int flips = random.nextInt(6); flips > 0 && damaged.length > 0; flips--) {
                int at = random.nextInt(random.nextBoolean() ? damaged.length : Math.min(damaged.length, 120));
                damaged[at] = switch (random.nextInt(4)) {
                    case 0 -> (byte) 0xff;
                    case 1 -> 0;
                    case 2 -> 0x7f;
                    default -> (byte) random.nextInt();
                };
            }
            read += replay(damaged) > 0 ? 1 : 0;
        }
        assertThat(read).as("files of which something could be read").isBetween(ROUNDS / 10, ROUNDS - 1);
    }

    private long replay(byte[] content) throws IOException {
        ProgressLine silent = new ProgressLine("replay", new PrintWriter(new StringWriter()), false, new ManualClock());
        ReplaySummary summary = new ReplaySummary();
        try {
            InputFile file = InputFile.of(Files.write(folder.resolve("damaged"), content));
            try (PacketSource source = open(file, silent)) {
                List<ReplayedEstimator> echo = List.of(new ReplayedEstimator("echo", new EchoEstimator(), 0));
                ReplayCourse course = new ReplayCourse();
                new ReplayEngine(echo, List.of(summary, course)).run(source);
                assertThat(echo).noneMatch(ReplayedEstimator::hasFailed);
                assertThat(course.rows()).hasSizeLessThanOrEqualTo(20);
            }
        } catch (BadInputException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
        return summary.packets();
    }

    private static PacketSource open(InputFile file, ProgressLine silent) throws BadInputException, IOException {
        if (file.kind() == InputFile.Kind.TRACE) {
            return new PacketTraceReader(file, silent);
        }
        FlowSelector.Selection selection = CaptureScan.select(file, silent, null, SendTimeExtensionFinder.NONE, false);
        return new CapturePacketSource(new RtpFrameReader(file, silent), selection.flow(), selection.extensionId(), 2,
                selection.clockRates(), 0);
    }
}
