package org.example.application;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receives two seconds of a stream through the interceptor {@code remb} and prints what the first REMB says.
 *
 * <pre>
 * [--estimator NAME]           default: the heaviest that is found
 * [--limit BPS]                where the estimate starts and ends; default: none
 * [--class-loader ARCHIVE]     looks for estimators in a class loader with this archive
 * [--module-layer ARCHIVE]     looks for estimators in a module layer with this archive
 * </pre>
 */
public final class Application {
    private static final long REMB_TIMEOUT_S = 20;

    private Application() {
    }

    /**
     * Runs the application. Exit code 1: there is no such estimator or interceptor.
     *
     * @param args see above
     * @throws InterruptedException if something interrupts the wait for the REMB
     */
    public static void main(String[] args) throws InterruptedException {
        Arguments arguments = Arguments.parse(args);
        Providers<EstimatorProvider> found = arguments.estimators();
        for (EstimatorProvider provider : found.all()) {
            System.out.println("found: " + provider.name());
        }
        for (String failure : found.failures()) {
            System.out.println("failed: " + failure);
        }
        try (Interceptor interceptor = Providers.interceptors().get("remb").create(configuration(arguments, found))) {
            receive(interceptor);
        } catch (ProviderException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static InterceptorConfig configuration(Arguments arguments, Providers<EstimatorProvider> found) {
        InterceptorConfig.Builder config = InterceptorConfig.builder();
        arguments.limitBps().ifPresent(
                bps -> config.estimatorConfig(EstimatorConfig.builder().startBps(bps).maxBps(bps).build()));
        if (arguments.loadsPlugins()) {
            // The interceptor looks at the class path or module path, so it is given what it would not find there.
            config.estimator(arguments.estimator().map(found::get).orElseGet(found::getDefault));
        } else {
            arguments.estimator().ifPresent(config::estimator);
        }
        return config.build();
    }

    private static void receive(Interceptor interceptor) throws InterruptedException {
        LinkedBlockingQueue<ByteBuffer> rtcp = new LinkedBlockingQueue<>();
        interceptor.bindRtcpWriter(rtcp::add);
        AtomicInteger routed = new AtomicInteger();
        StreamInfo video = TestStream.info();
        RtpHandler handler = interceptor.bindRemoteStream(video, (packet, at, ordinal) -> routed.incrementAndGet());
        for (int i = 0; i < TestStream.PACKETS; i++) {
            handler.onRtp(TestStream.packet(i), TestStream.arrivalTimeNs(i));
        }
        ByteBuffer remb = rtcp.poll(REMB_TIMEOUT_S, TimeUnit.SECONDS);

        System.out.println("estimator: " + interceptor.bandwidthControl().orElseThrow().estimatorName());
        System.out.println("packets passed on: " + routed);
        System.out.println("REMB: " + (remb == null ? "none" : Remb.read(remb)));
    }
}
