package io.bwe.verification.reliability;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.LiveThreads;
import java.util.concurrent.CountDownLatch;

/** An application that ends, in one of several ways, with interceptors open and packets coming in. */
final class OpenInterceptors {
    private OpenInterceptors() {
    }

    /** How it ends. */
    enum End {
        RETURN, EXIT, EXIT_FROM_A_WRITER, EXIT_AND_CLOSE_IN_A_HOOK, EXIT_WITH_A_STUCK_WRITER
    }

    public static void main(String[] args) throws Exception {
        End end = End.valueOf(args[0]);
        Connection connection = new Connection(
                config -> config.clock(NanoClock.SYSTEM).option(RembOptions.TICK, "100ms")
                        .estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build()));
        CountDownLatch written = new CountDownLatch(1);
        connection.interceptor.bindRtcpWriter(packet -> {
            written.countDown();
            if (end == End.EXIT_FROM_A_WRITER) {
                System.exit(0);
            } else if (end == End.EXIT_WITH_A_STUCK_WRITER) {
                new Stuck(Stuck.Way.SPINS).call();
            }
        });
        RtpHandler handler = connection.bind(1);
        connection.receive(handler, 1);
        written.await();
        if (end == End.RETURN) {
            System.out.println(LiveThreads.named("bwe-stream"));
        }
        Thread.ofPlatform().daemon().start(() -> {
            for (;;) {
                connection.receive(handler, 1);
                Thread.onSpinWait();
            }
        });
        switch (end) {
            case RETURN -> {
            }
            case EXIT, EXIT_WITH_A_STUCK_WRITER -> System.exit(0);
            case EXIT_FROM_A_WRITER -> new CountDownLatch(1).await();
            case EXIT_AND_CLOSE_IN_A_HOOK -> {
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                    connection.close();
                    System.out.println(connection.control.closeReport());
                }));
                System.exit(0);
            }
        }
    }
}
