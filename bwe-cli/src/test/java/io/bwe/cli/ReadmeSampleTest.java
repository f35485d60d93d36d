package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.ShadowEstimator.State;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.remb.RembOptions;
import io.bwe.remb.RembPacket;
import io.bwe.testkit.RtpPacketBuilder;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the README honest: its Java is code that is compiled and run, its table of options is complete. */
class ReadmeSampleTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path PROJECT = MODULE.resolve("..").normalize();
    private static final Path SOURCES = MODULE.resolve("src/test/java/io/bwe/cli");
    /** Compiled and run where Micrometer is. */
    private static final Path METRICS_SAMPLE = PROJECT
            .resolve("verification/metrics/src/test/java/io/bwe/verification/metrics/MetricsSample.java");
    private static final long SSRC = 0x1234_5678L;

    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern REGION = Pattern.compile("(?ms)^ *// begin\\n(.*?)^ *// end$");
    private static final Pattern OPTION_ROW = Pattern.compile("(?m)^\\| `([a-z][a-z-]*)` \\|.*\\|.*\\|.*\\|$");
    private static final Pattern LINK_TO_FILE = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private static String readme() throws IOException {
        return Files.readString(PROJECT.resolve("README.md"));
    }

    /** What stands below a heading of the README, up to the next. */
    private static String section(String heading) throws IOException {
        String[] parts = readme().split("(?m)^## " + heading + "$", 2);
        assertThat(parts).as(heading).hasSize(2);
        return parts[1].split("(?m)^## ", 2)[0];
    }

    private static List<String> firstGroups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static List<String> regions(String source) throws IOException {
        return regions(SOURCES.resolve(source));
    }

    private static List<String> regions(Path source) throws IOException {
        return firstGroups(REGION, Files.readString(source)).stream()
                .map(region -> region.stripTrailing().stripIndent() + "\n").toList();
    }

    @Test
    void theJavaOfTheReadmeIsTheJavaThatIsCompiled() throws IOException {
        List<String> compiled = new ArrayList<>(regions("ReadmeSample.java"));
        compiled.add(2, regions("FixedRateProvider.java").get(0));
        compiled.addAll(regions(METRICS_SAMPLE));
        assertThat(compiled).hasSize(5);
        assertThat(firstGroups(JAVA_BLOCK, readme())).isEqualTo(compiled);
    }

    @Test
    void theFirstSampleHasEightLines() throws IOException {
        assertThat(regions("ReadmeSample.java").get(0).lines()).hasSize(8);
    }

    @Test
    void theTableOfOptionsNamesThoseThatExist() throws IOException, IllegalAccessException {
        List<String> options = new ArrayList<>();
        for (Field field : RembOptions.class.getFields()) {
            options.add((String) field.get(null));
        }
        assertThat(options).isNotEmpty();
        assertThat(firstGroups(OPTION_ROW, section("Options of the interceptor")))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void linksLeadToFilesThatExist() throws IOException {
        List<Path> documents;
        try (Stream<Path> files = Stream.concat(Files.list(PROJECT), Files.list(PROJECT.resolve("docs")))) {
            documents = files.filter(file -> file.toString().endsWith(".md")).toList();
        }
        List<Path> linked = new ArrayList<>();
        for (Path document : documents) {
            firstGroups(LINK_TO_FILE, Files.readString(document))
                    .forEach(link -> linked.add(document.resolveSibling(link)));
        }
        assertThat(linked).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void theFirstSampleRuns() {
        ByteBuffer packet = new RtpPacketBuilder().ssrc(SSRC).absSendTime(3, 0x10_0000).payloadSize(1_000).build();
        List<ByteBuffer> routed = new ArrayList<>();
        long bps = ReadmeSample.inServer(new ReadmeSample.Connection() {
            @Override
            public void sendRtcp(ByteBuffer rtcp) {
                throw new AssertionError("one packet is no evidence for an estimate");
            }

            @Override
            public void route(ByteBuffer rtp) {
                routed.add(rtp);
            }
        }, SSRC, packet, 1_000_000);
        assertThat(routed).containsExactly(packet);
        assertThat(bps).isZero();
    }

    @Test
    void theSampleEstimatorIsFoundAndToldToTheSender(@TempDir Path plugin) throws IOException, InterruptedException {
        Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
        Files.writeString(services.resolve(EstimatorProvider.class.getName()), FixedRateProvider.class.getName());
        LinkedBlockingQueue<ByteBuffer> rtcp = new LinkedBlockingQueue<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{plugin.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            try (Interceptor interceptor = Providers.interceptors().get("remb").create(ReadmeSample.otherEstimator())) {
                interceptor.bindRtcpWriter(rtcp::add);
                RtpHandler handler = interceptor.bindRemoteStream(
                        StreamInfo.builder(SSRC).headerExtension(HeaderExtension.ABS_SEND_TIME, 3).build(),
                        (packet, arrivalTimeNs, ordinal) -> {
                        });
                handler.onRtp(new RtpPacketBuilder().ssrc(SSRC).absSendTime(3, 1).build());
                ByteBuffer told = rtcp.poll(10, TimeUnit.SECONDS);
                assertThat(told).isNotNull();
                assertThat(RembPacket.decode(told)).containsExactly(new RembPacket(1, 300_000, SSRC));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theSampleOfShadowsRuns() {
        try (Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults())) {
            List<ShadowEstimator> shadows = ReadmeSample.onLiveTraffic(interceptor);
            assertThat(shadows).extracting(ShadowEstimator::name).containsExactly("delay-trendline", "auto");
            assertThat(shadows).extracting(ShadowEstimator::state).as("the last one asked takes over")
                    .containsExactly(State.RUNNING, State.WARMING_UP);
        }
    }
}
