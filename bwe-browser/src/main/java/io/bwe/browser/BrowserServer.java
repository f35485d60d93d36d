package io.bwe.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A page that sends video, and the receiver it sends to: what the tests in a browser open.
 *
 * <pre>
 * GET  /              the page
 * POST /offer         an offer; the answer comes back, and the session's name in the header Session
 * POST /offer/NAME    a further offer of a session
 * POST /link/KBPS     the rate of the links of all sessions from now on
 * GET  /state         what goes on, as JSON
 * </pre>
 */
final class BrowserServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final String TEXT = "text/plain";

    private final CallLog log = new CallLog();
    private final WebRtcSessions sessions;
    private final HttpServer http;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private volatile LinkSettings link;

    /**
     * Opens the server.
     *
     * @param address where it and the sessions listen
     * @param port where it listens; 0 for any that is free
     * @param link what the links of sessions are like at first
     * @param consentTimeout how long a session lives unheard of
     */
    BrowserServer(InetAddress address, int port, LinkSettings link, Duration consentTimeout) throws IOException {
        this.link = link;
        sessions = WebRtcSessions.builder().bindAddress(address).consentTimeout(consentTimeout).link(link).build();
        http = HttpServer.create(new InetSocketAddress(address, port), 0);
        http.createContext("/", this::handle);
        http.setExecutor(executor);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path.replaceFirst("(?<=.)/.*", "")) {
                case "GET /" -> reply(exchange, 200, "text/html; charset=utf-8", page());
                case "GET /state" -> reply(exchange, 200, "application/json", bytes(log.json(sessions.sessions())));
                case "POST /offer" -> offer(exchange, path.substring("/offer".length()).replaceFirst("/", ""));
                case "POST /link" -> link(exchange, path.substring("/link".length()).replaceFirst("/", ""));
                default -> reply(exchange, 404, TEXT, bytes("there is nothing here\n"));
            }
        }
    }

    private void offer(HttpExchange exchange, String name) throws IOException {
        String offer = new String(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        try {
            if (name.isEmpty()) {
                WebRtcSession session = sessions.accept(offer);
                session.bottleneck().settings(link);
                log.watch(session);
                exchange.getResponseHeaders().add("Session", session.toString());
                reply(exchange, 200, "application/sdp", bytes(session.answerSdp()));
                return;
            }
            Optional<WebRtcSession> session = sessions.sessions().stream()
                    .filter(candidate -> candidate.toString().equals(name)).findFirst();
            if (session.isEmpty()) {
                reply(exchange, 404, TEXT, bytes("there is no session " + name + "\n"));
            } else {
                reply(exchange, 200, "application/sdp", bytes(session.get().answer(offer)));
            }
        } catch (BadOfferException e) {
            reply(exchange, 400, TEXT, bytes(e.getMessage() + "\n"));
        } catch (IllegalStateException e) {
            reply(exchange, 503, TEXT, bytes(e.getMessage() + "\n"));
        }
    }

    private void link(HttpExchange exchange, String kbps) throws IOException {
        if (!kbps.matches("[1-9][0-9]{0,8}")) {
            reply(exchange, 400, TEXT, bytes("the rate is a number of kb/s\n"));
            return;
        }
        link = link.withRate(Long.parseLong(kbps) * 1000);
        sessions.sessions().forEach(session -> session.bottleneck().settings(link));
        reply(exchange, 200, TEXT, bytes("ok\n"));
    }

    private static byte[] page() throws IOException {
        try (InputStream page = BrowserServer.class.getResourceAsStream("call.html")) {
            if (page == null) {
                throw new IOException("call.html is missing");
            }
            return page.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
        sessions.close();
    }

    /**
     * Serves until standard input ends, which it does with the process that started this one.
     *
     * @param arguments the rate of the link in kb/s, or {@code open} for a link that holds nothing up; the consent
     *        time-out in seconds; and the address to listen on, if it is not the loopback address
     */
    public static void main(String[] arguments) throws IOException {
        // The queue is as long as the demo's: in a short one, full at once, the delay soon grows no more, and there is
        // nothing to see for an estimator that goes by delay.
        LinkSettings link = arguments[0].equals("open")
                ? LinkSettings.OPEN
                : LinkSettings.OPEN.withRate(Long.parseLong(arguments[0]) * 1000).withDelay(Duration.ofMillis(20))
                        .withQueueLimit(Duration.ofMillis(800));
        Duration consentTimeout = Duration.ofSeconds(Long.parseLong(arguments[1]));
        InetAddress address = arguments.length > 2
                ? InetAddress.getByName(arguments[2])
                : InetAddress.getLoopbackAddress();
        try (BrowserServer server = new BrowserServer(address, 0, link, consentTimeout)) {
            System.out.println("http://" + address.getHostAddress() + ":" + server.port() + "/");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
