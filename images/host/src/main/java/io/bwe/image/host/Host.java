package io.bwe.image.host;

import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;

/**
 * The program of the minimal image.
 *
 * <pre>
 * estimators                                   the estimators that were found
 * demo [--seconds N] [--estimator NAME]        video over UDP on this machine, answered with REMB; default: 5 s, the
 *                                              default estimator
 * </pre>
 */
public final class Host {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final int MAX_SECONDS = 3_600;

    private Host() {
    }

    /**
     * Runs the program. Exit code 1: the demo got no REMB, or its estimator is not there; 2: the arguments are wrong.
     *
     * @param args see above
     * @throws IOException if a socket fails
     * @throws InterruptedException if something interrupts the demo
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        if (words.equals(List.of("estimators"))) {
            Providers.estimators().all().forEach(provider -> System.out.println(provider.name()));
            return;
        }
        try {
            if (words.isEmpty() || !words.getFirst().equals("demo")) {
                throw new IllegalArgumentException("not known: " + String.join(" ", words));
            }
            int exitCode = demo(words.subList(1, words.size()));
            if (exitCode != 0) {
                System.exit(exitCode);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: estimators | demo [--seconds N] [--estimator NAME]");
            System.exit(BAD_USAGE);
        } catch (ProviderException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
    }

    private static int demo(List<String> options) throws IOException, InterruptedException {
        int seconds = 5;
        String estimator = Providers.estimators().getDefault().name();
        for (int i = 0; i < options.size(); i += 2) {
            String value = i + 1 < options.size() ? options.get(i + 1) : "";
            switch (options.get(i)) {
                case "--seconds" -> seconds = seconds(value);
                case "--estimator" -> estimator = value;
                default -> throw new IllegalArgumentException("not known: " + options.get(i));
            }
        }
        try (DatagramChannel near = Loopback.open(); DatagramChannel far = Loopback.open()) {
            near.connect(far.getLocalAddress());
            far.connect(near.getLocalAddress());
            VideoSender sender = new VideoSender(near);
            try (VideoReceiver receiver = new VideoReceiver(far, estimator)) {
                receiver.start();
                sender.run(Duration.ofSeconds(seconds));
                System.out.printf("%s: %d packets sent, %d REMBs, the last %d b/s%n", receiver.estimator(),
                        sender.packetsSent(), sender.rembsReceived(), sender.targetBps());
            }
            return sender.rembsReceived() > 0 ? 0 : FAILED;
        }
    }

    private static int seconds(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_SECONDS) {
            throw new IllegalArgumentException("--seconds is a whole number from 1 to " + MAX_SECONDS);
        }
        return Integer.parseInt(text);
    }
}
