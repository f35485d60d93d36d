package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * What becomes of three interceptors when the writer of the first parks and holds the only carrier thread of all virtual
 * threads. To be run in a JVM with one carrier.
 */
final class OneCarrier {
    private static final Duration GRACE = Duration.ofMillis(200);
    /** Two graces, and time for a machine that does something else. */
    private static final Duration IN_TIME = GRACE.multipliedBy(2).plusSeconds(8);
    private static final int PACKETS = 100;

    private static final CountDownLatch INSIDE = new CountDownLatch(1);
    private static final CountDownLatch RELEASE = new CountDownLatch(1);
    private static final Object MONITOR = new Object();

    private OneCarrier() {
    }

    /** How the writer parks. */
    enum Way {
        /** Holds its carrier up to JDK 23. */
        IN_SYNCHRONIZED,
        /** With a frame of the JVM below it, which holds the carrier on every JDK. */
        IN_AN_INITIALIZER;

        boolean holdsItsCarrier() {
            return this == IN_AN_INITIALIZER || Runtime.version().feature() < 24;
        }
    }

    private static final class ParksWhileInitialized {
        static final boolean DONE = park();
    }

    private static boolean park() {
        INSIDE.countDown();
        for (;;) {
            try {
                RELEASE.await();
                return true;
            } catch (InterruptedException e) {
                // An interrupt is no release.
            }
        }
    }

    private static void write(Way way) {
        if (way == Way.IN_AN_INITIALIZER) {
            assertThat(ParksWhileInitialized.DONE).isTrue();
        } else {
            synchronized (MONITOR) {
                park();
            }
        }
    }

    /** An interceptor with one stream, and how many REMBs it has sent. */
    private static final class Transport {
        final AtomicLong rembs = new AtomicLong();
        final Connection connection;
        final RtpHandler handler;
        private long put;

        Transport(UnaryOperator<InterceptorConfig.Builder> settings) {
            connection = new Connection(config -> settings.apply(config
                    .estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build())
                    .option(RembOptions.CLOSE_GRACE, GRACE.toMillis() + "ms")));
            connection.interceptor.bindRtcpWriter(packet -> rembs.incrementAndGet());
            handler = connection.bind(1);
        }

        /** Packets during a second; all of them come out again, whatever holds up the estimation. */
        void receive() {
            for (int i = 0; i < PACKETS; i++) {
                connection.receive(handler, 1);
                connection.clock.advance(Duration.ofMillis(10));
            }
            put += PACKETS;
            assertThat(connection.passedOn).hasValue(put);
        }

        void awaitEverythingCounted() {
            Connection.eventually(() -> assertThat(
                    connection.statistics.packetsEstimated() + connection.statistics.packetsDropped())
                    .isEqualTo(put));
        }

        void awaitMoreRembs() {
            long before = rembs.get();
            receive();
            Connection.eventually(() -> assertThat(rembs.get()).isGreaterThan(before));
        }

        void closeInTime() {
            long startNs = System.nanoTime();
            connection.close();
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(IN_TIME);
            assertThat(connection.control.closeReport().closed()).isTrue();
        }

        void awaitClean() {
            Connection.eventually(() -> {
                connection.close();
                assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            });
        }
    }

    public static void main(String[] args) throws Exception {
        Way way = Way.valueOf(args[0]);
        if (Boolean.parseBoolean(args[1])) {
            behindAnExecutor(way);
        } else {
            withoutAnExecutor(way);
        }
        System.out.println("as expected");
        System.exit(0); // also if a thread of the test is left
    }

    private static void withoutAnExecutor(Way way) throws Exception {
        Transport bad = new Transport(config -> config);
        Transport closed = new Transport(config -> config);
        Transport open = new Transport(config -> config);
        closed.awaitMoreRembs();
        open.awaitMoreRembs();
        bad.connection.interceptor.bindRtcpWriter(packet -> write(way));
        bad.receive();
        INSIDE.await();

        bad.receive();
        closed.receive();
        open.receive();
        long estimated = open.connection.statistics.packetsEstimated();
        bad.closeInTime();
        assertThat(bad.connection.control.closeReport().stuck()).singleElement().asString().startsWith("bwe-remb-")
                .endsWith(" in the RTCP writer");
        closed.closeInTime();
        if (way.holdsItsCarrier()) {
            assertThat(closed.connection.control.closeReport().stuck()).as("nothing of the application's")
                    .containsExactly("a task");
            assertThat(open.connection.statistics.packetsEstimated()).as("estimated while nobody can").isEqualTo(
                    estimated);
        } else {
            assertThat(closed.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            open.awaitMoreRembs();
        }
        open.receive();

        RELEASE.countDown();
        bad.awaitClean();
        closed.awaitClean();
        bad.awaitEverythingCounted();
        closed.awaitEverythingCounted();
        open.awaitMoreRembs();
        open.awaitEverythingCounted();
        open.closeInTime();
        assertThat(open.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    private static void behindAnExecutor(Way way) throws Exception {
        try (ExecutorService executor = Executors
                .newSingleThreadExecutor(Thread.ofPlatform().name("application-writer").factory())) {
            Transport bad = new Transport(config -> config.writerExecutor(executor));
            Transport other = new Transport(config -> config.writerExecutor(Runnable::run));
            bad.connection.interceptor.bindRtcpWriter(packet -> write(way));
            bad.receive();
            INSIDE.await();

            bad.receive();
            bad.awaitEverythingCounted();
            other.awaitMoreRembs();
            bad.closeInTime();
            assertThat(bad.connection.control.closeReport().stuck())
                    .containsExactly("application-writer in the RTCP writer");
            other.awaitMoreRembs();
            other.closeInTime();
            assertThat(other.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            other.awaitEverythingCounted();
            RELEASE.countDown();
            bad.awaitClean();
        }
    }
}
