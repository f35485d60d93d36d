package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.HeaderExtension;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import io.bwe.remb.RembOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No task of the interceptor parks while it holds its carrier thread, on any path. Flight recorder tells of every such
 * park; that it does is shown first, each time.
 */
@Timeout(60)
class PinningTest {
    private static final String EVENT = "jdk.VirtualThreadPinned";
    private static final long NAP_NS = 2_000_000;
    private static final String CONTROL = "positive-control";

    @TempDir
    Path folder;

    private interface Work {
        void run() throws Exception;
    }

    /** The threads that were pinned while something ran, each with where. */
    private List<String> pinnedDuring(Work work) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withoutThreshold().withStackTrace();
            recording.start();
            work.run();
            recording.stop();
            Path file = Files.createTempFile(folder, "pinned", ".jfr");
            recording.dump(file);
            return read(file);
        }
    }

    private static List<String> read(Path file) throws IOException {
        List<String> pinned = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(EVENT)) {
                pinned.add(event.getThread().getJavaName() + " at " + event.getStackTrace());
            }
        }
        return pinned;
    }

    /** Parks with a frame of the JVM below it, which pins on every JDK; its class must not have been initialized. */
    private static final class ParksWhileInitialized {
        static final boolean DONE = park();

        private static boolean park() {
            LockSupport.parkNanos(NAP_NS);
            return true;
        }
    }

    private static void parkPinned() {
        Object lock = new Object();
        if (Runtime.version().feature() < 24) {
            synchronized (lock) {
                LockSupport.parkNanos(NAP_NS);
            }
        } else {
            assertThat(ParksWhileInitialized.DONE).isTrue();
        }
    }

    @Test
    void noTaskPinsItsCarrierOnAnyPath() throws Exception {
        // Once beforehand: where two tasks need a class for the first time, the JDK pins the one that waits for it.
        pinnedDuring(PinningTest::everyPath);
        List<String> pinned = pinnedDuring(() -> {
            Thread.ofVirtual().name(CONTROL).start(PinningTest::parkPinned).join();
            everyPath();
        });
        assertThat(pinned).as("the positive control, and nothing else").singleElement().asString()
                .startsWith(CONTROL);
    }

    private static void everyPath() {
        try (ExecutorService writers = Executors.newSingleThreadExecutor()) {
            useAll(new Connection(), new AtomicLong());
            useAll(new Connection(config -> config.writerExecutor(writers).shadow("delay-trendline")),
                    new AtomicLong());
        }
        Connection unused = new Connection();
        unused.close();
        Connection impatient = new Connection(config -> config.option(RembOptions.CLOSE_GRACE, "100ms"));
        stickInTheWriterAndClose(impatient);
    }

    private static void useAll(Connection connection, AtomicLong rembs) {
        try (connection) {
            connection.interceptor.bindRtcpWriter(packet -> {
                rembs.incrementAndGet();
                LockSupport.parkNanos(NAP_NS); // as a writer would that waits for a lock
            });
            AtomicLong told = new AtomicLong();
            Subscription subscription = connection.control.subscribe(estimate -> told.incrementAndGet());
            RtpHandler bound = connection.bind(1);
            RtpHandler another = connection.bind(2);
            RtpHandler unsignalled = connection.interceptor.unsignalledRtp(
                    List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, Connection.SEND_TIME_ID)),
                    (packet, at, ordinal) -> {
                    });
            ShadowEstimator next = connection.control.swapEstimator("delay-trendline");
            run(connection, Duration.ofSeconds(7), List.of(bound, another, unsignalled));
            Connection.eventually(() -> assertThat(next.state()).isEqualTo(ShadowEstimator.State.DRIVING));
            Connection.eventually(() -> assertThat(rembs).hasPositiveValue());
            Connection.eventually(() -> assertThat(told).hasPositiveValue());
            subscription.close();

            // Idle end, and back again.
            connection.clock.advance(Duration.ofSeconds(3));
            Connection.eventually(() -> assertThat(connection.statistics.streamsActive()).isZero());
            run(connection, Duration.ofMillis(500), List.of(bound, another, unsignalled));
            connection.control.onRtt(Duration.ofMillis(30));
            connection.control.reset();
            connection.interceptor.unbindRemoteStream(Connection.video(2));
            run(connection, Duration.ofMillis(500), List.of(bound, another, unsignalled));
            assertThat(connection.statistics.workerErrors()).isZero();
        }
    }

    private static void run(Connection connection, Duration time, List<RtpHandler> handlers) {
        for (long left = time.toMillis(); left > 0; left -= 20) {
            for (int i = 0; i < handlers.size(); i++) {
                connection.receive(handlers.get(i), i + 1L);
            }
            connection.settle();
        }
    }

    private static void stickInTheWriterAndClose(Connection connection) {
        AtomicLong inside = new AtomicLong();
        connection.interceptor.bindRtcpWriter(packet -> {
            inside.incrementAndGet();
            LockSupport.park(); // until it is interrupted
        });
        RtpHandler handler = connection.bind(1);
        while (inside.get() == 0) {
            run(connection, Duration.ofMillis(500), List.of(handler));
        }
        connection.close();
    }
}
