package io.bwe.browser.serve;

import io.bwe.api.InterceptorConfig;
import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.browser.LinkSettings;
import io.bwe.browser.WebRtcSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bwe serve}: a receiver for browsers, with a page that sends to it. Runs until it is interrupted. */
@Command(name = "bwe serve", description = {
        "Serves a page that sends video from a camera, a screen or a generated picture to this process, over a link "
                + "that can be made narrow while it runs.",
        "The page shows what the browser believes it may send beside what is estimated here. Several browsers can call "
                + "at once. Ctrl-C ends it."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "2:wrong arguments, an address that cannot be listened on, or no estimator of that name",
                "130, 143:interrupted, which is how it ends"})
public final class ServeCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LINK_KBPS = 1_000_000;
    private static final int MAX_TIMEOUT_SECONDS = 3_600;
    private static final String MAX_REQUEST_SECONDS = "10";
    private static final long BPS_PER_KBPS = 1_000;
    /**
     * In a short queue, full at once, the delay soon grows no more, and there is little to see for an estimator that goes
     * by delay.
     */
    private static final LinkSettings LINK = LinkSettings.OPEN.withDelay(Duration.ofMillis(20))
            .withQueueLimit(Duration.ofMillis(800));

    /** The SRTP library tells at each start what it uses; held here, or the level is forgotten. */
    private static final Logger LIBRARY_LOGGER = Logger.getLogger("org.jitsi");

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080",
            description = "Where the page is, 1 to 65535, or 0 for any that is free; default ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDR", description = "The address of this machine that the page is at and "
            + "that video is sent to; default: the loopback address, which only this machine reaches.")
    private @Nullable String bind;

    @Option(names = "--link", paramLabel = "KBPS",
            description = "The capacity of the link from each browser at first, 1 "
                    + "to 1000000 kb/s; default: no limit.")
    private @Nullable Integer linkKbps;

    @Option(names = "--estimator", paramLabel = "NAME", description = "The estimator; default: the library's.")
    private @Nullable String estimator;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "30", description = "How long a browser may be "
            + "silent before it is taken for gone, 1 to 3600; default ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    ServeCommand() {
    }

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param args the command line, without the command's name
     */
    public static void main(String[] args) {
        LIBRARY_LOGGER.setLevel(Level.WARNING);
        // Read by the JDK's HTTP server. Without them whoever sends half a request holds one of its threads for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", MAX_REQUEST_SECONDS);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServeCommand()).setParameterExceptionHandler((e, args) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("bwe: " + e.getMessage());
            err.println("Try 'bwe serve --help'.");
            return ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        CallServer server = open();
        // Closing sends each browser its good-bye.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "bwe-serve-close"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Open " + server.address() + " in Chrome or Chromium. Ctrl-C ends this.");
        if (!server.isOnLoopback()) {
            out.println(
                    "Whoever reaches this address can send video here. Browsers allow a camera or a screen only on a "
                            + "page of the machine itself, so elsewhere there is the generated picture.");
        }
        out.flush();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private CallServer open() {
        check("--port", port, 0, MAX_PORT);
        check("--timeout", timeoutSeconds, 1, MAX_TIMEOUT_SECONDS);
        LinkSettings link = LINK;
        if (linkKbps != null) {
            check("--link", linkKbps, 1, MAX_LINK_KBPS);
            link = LINK.withRate(linkKbps * BPS_PER_KBPS);
        }
        InetAddress address = address();
        EstimatorProvider provider = provider();
        WebRtcSessions.Builder sessions;
        try {
            sessions = WebRtcSessions.builder().bindAddress(address);
        } catch (IllegalArgumentException e) {
            throw wrong("--bind " + bind + " stands for all addresses, and a browser needs one to send to");
        }
        sessions.interceptor(InterceptorConfig.builder().estimator(provider).build()).link(link)
                .consentTimeout(Duration.ofSeconds(timeoutSeconds));
        try {
            return CallServer.open(new InetSocketAddress(address, port), sessions.build());
        } catch (BindException e) {
            throw wrong("cannot listen on " + address.getHostAddress() + ", port " + port + ": " + e.getMessage());
        } catch (IOException e) {
            throw wrong("cannot listen on " + address.getHostAddress() + ", port " + port + ": " + e);
        }
    }

    private InetAddress address() {
        try {
            return bind == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw wrong("--bind " + bind + " is no address of this machine");
        }
    }

    private EstimatorProvider provider() {
        try {
            return Optional.ofNullable(estimator).map(Providers.estimators()::get)
                    .orElseGet(() -> Providers.estimators().getDefault());
        } catch (ProviderException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw wrong(option + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
