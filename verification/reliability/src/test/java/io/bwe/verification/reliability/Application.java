package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.EstimateListener;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.RtcpWriter;
import io.bwe.api.RtpHandler;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.remb.RembOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * An application that comes and goes with a class loader of its own, and gives the interceptor an object of its own
 * wherever it takes one. Loaded by {@link ClassLoaderTest}; nothing of it may stay.
 */
public final class Application implements Callable<String> {
    private static final InheritableThreadLocal<Object> INHERITABLE = new InheritableThreadLocal<>();

    private final CountDownLatch stuck;
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private final StringBuilder inherited = new StringBuilder();

    /** @param stuck what the writer waits for, whatever interrupts */
    public Application(CountDownLatch stuck) {
        this.stuck = stuck;
    }

    private static final class ApplicationException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final class Listener implements EstimateListener {
        @Override
        public void onEstimate(EstimateView estimate) {
            inherit();
            told.countDown();
            throw new ApplicationException(); // is logged, with its class
        }
    }

    private final class Writer implements RtcpWriter {
        @Override
        public void writeRtcp(ByteBuffer packet) {
            inherit();
            written.countDown();
            for (;;) {
                try {
                    stuck.await();
                    return;
                } catch (InterruptedException e) {
                    // An interrupt is no release.
                }
            }
        }
    }

    private static final class Handler implements RtpHandler {
        @Override
        public void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal) {
            // The end of the way.
        }
    }

    private final class Provider implements EstimatorProvider {
        @Override
        public String name() {
            return "application";
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            return new OneMegabit();
        }
    }

    /** Says 1 Mb/s for its only stream. */
    private final class OneMegabit implements Estimator {
        private int streams;

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            inherit();
            streams = 1;
            return true;
        }

        @Override
        public void onTime(long nowNs) {
            // Nothing depends on time.
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            // Nothing depends on it.
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
            streams = 0;
        }

        @Override
        public void reset() {
            streams = 0;
        }

        @Override
        public boolean hasEstimate() {
            return streams > 0;
        }

        @Override
        public long estimateBps() {
            return 1_000_000;
        }

        @Override
        public long incomingBps() {
            return -1;
        }

        @Override
        public BandwidthUsage usage() {
            return BandwidthUsage.NORMAL;
        }

        @Override
        public int liveSsrcCount() {
            return streams;
        }

        @Override
        public long liveSsrc(int index) {
            return 1;
        }

        @Override
        public void describe(DiagnosticSink sink) {
            // There are no internals.
        }
    }

    /** What a task has of the thread that created the interceptor, which it must not have. */
    private void inherit() {
        Thread task = Thread.currentThread();
        if (INHERITABLE.get() != null || task.getContextClassLoader() == Application.class.getClassLoader()) {
            synchronized (inherited) {
                inherited.append(task.getName()).append(' ');
            }
        }
    }

    /** Creates, uses and closes an interceptor; returns which tasks inherited from this thread. */
    @Override
    public String call() throws Exception {
        INHERITABLE.set(this);
        Thread.currentThread().setContextClassLoader(Application.class.getClassLoader());
        Connection connection = new Connection(config -> config.estimator(new Provider()).shadow(new Provider())
                .option(RembOptions.CLOSE_GRACE, "100ms"));
        connection.interceptor.bindRtcpWriter(new Writer());
        connection.control.subscribe(new Listener());
        RtpHandler handler = connection.interceptor.bindRemoteStream(Connection.video(1), new Handler());
        connection.receive(handler, 1);
        connection.clock.advance(Duration.ofMillis(100));
        told.await();
        written.await();
        connection.close();
        assertThat(connection.control.closeReport().stuck()).hasSize((int) stuck.getCount());
        synchronized (inherited) {
            return inherited.toString();
        }
    }
}
