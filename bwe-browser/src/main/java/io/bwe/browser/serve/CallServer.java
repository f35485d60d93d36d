package io.bwe.browser.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bwe.browser.BadOfferException;
import io.bwe.browser.WebRtcSessions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP side of {@code bwe serve}.
 *
 * <pre>
 * GET  /                        the page, and its files beside it
 * POST /sessions                an offer; the answer comes back, and its session in the header Location
 * POST /sessions/NAME           a further offer of a session
 * PUT  /sessions/NAME/link      a change of its link, as {@link LinkChange} has it
 * GET  /sessions/NAME?since=MS  what goes on in it, with the REMBs since a time, as JSON
 * GET  /sessions                all of them, as JSON
 * </pre>
 */
final class CallServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int THREADS = 16;
    private static final Pattern SESSION = Pattern.compile("/sessions/([^/]+)(/link)?");
    private static final Pattern SINCE = Pattern.compile("since=([0-9]{1,18})");

    private final PageFiles files = new PageFiles();
    private final HttpRefusals refusals = new HttpRefusals();
    private final Calls calls;
    private final HttpServer http;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("http-", 1).factory());
    private final OwnPage ownPage;

    private CallServer(HttpServer http, Calls calls) {
        this.http = http;
        this.calls = calls;
        ownPage = new OwnPage(http.getAddress());
    }

    /**
     * Opens a server.
     *
     * @param address where it listens; port 0 for any that is free
     * @param sessions answer the offers; closed with this, also if this cannot be opened
     * @throws IOException if it cannot listen there
     */
    static CallServer open(InetSocketAddress address, WebRtcSessions sessions) throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            sessions.close();
            throw e;
        }
        CallServer server = new CallServer(http, new Calls(sessions));
        http.createContext("/", server::handle);
        http.setExecutor(server.executor);
        http.start();
        return server;
    }

    /** The address of the page. */
    String address() {
        return ownPage.address();
    }

    boolean isOnLoopback() {
        return http.getAddress().getAddress().isLoopbackAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            replyTo(exchange).sendTo(exchange);
        }
    }

    private HttpReply replyTo(HttpExchange exchange) {
        try {
            return answer(exchange);
        } catch (RefusedException e) {
            refusals.count(e);
            return HttpReply.text(e.status(), String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            // No file left for a socket, no such estimator any more: whoever runs this has to know.
            LOGGER.log(System.Logger.Level.ERROR, "could not answer a request", e);
            return HttpReply.text(500, "this server could not answer; its log says why");
        }
    }

    private HttpReply answer(HttpExchange exchange) throws IOException, RefusedException {
        ownPage.check(exchange.getRequestHeaders());
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        Matcher session = SESSION.matcher(path);
        if (session.matches()) {
            return ofSession(exchange, method, session.group(1), session.group(2) != null);
        }
        if ("/sessions".equals(path)) {
            return switch (method) {
                case "GET" -> HttpReply.json(CallJson.all(calls));
                case "POST" -> open(body(exchange));
                default -> throw RefusedException.method(method);
            };
        }
        PageFiles.PageFile file = files.at(path).orElseThrow(() -> RefusedException.notFound(path));
        if (!"GET".equals(method)) {
            throw RefusedException.method(method);
        }
        return HttpReply.of(file.type(), file.content());
    }

    private HttpReply ofSession(HttpExchange exchange, String method, String name, boolean link)
            throws IOException, RefusedException {
        Call call = calls.find(name).orElseThrow(() -> RefusedException.notFound("session " + name));
        if (link) {
            if (!"PUT".equals(method)) {
                throw RefusedException.method(method);
            }
            return change(call, body(exchange));
        }
        return switch (method) {
            case "GET" -> HttpReply.json(CallJson.one(call, since(exchange)));
            case "POST" -> again(call, body(exchange));
            default -> throw RefusedException.method(method);
        };
    }

    private HttpReply open(String offer) throws IOException, RefusedException {
        try {
            Call call = calls.accept(offer);
            return HttpReply.sdp(call.session().answerSdp(), Map.of("Location", "/sessions/" + call.name()));
        } catch (BadOfferException e) {
            throw RefusedException.badRequest("an offer", e);
        } catch (IllegalStateException e) {
            throw RefusedException.unavailable(e);
        }
    }

    private static HttpReply again(Call call, String offer) throws RefusedException {
        try {
            return HttpReply.sdp(call.session().answer(offer), Map.of());
        } catch (BadOfferException e) {
            throw RefusedException.badRequest("a further offer", e);
        } catch (IllegalStateException e) {
            throw RefusedException.gone(e);
        }
    }

    private static HttpReply change(Call call, String change) throws RefusedException {
        try {
            call.session().bottleneck().change(link -> LinkChange.apply(link, change));
            return HttpReply.text(200, "changed");
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest("a change of a link", e);
        }
    }

    private static long since(HttpExchange exchange) throws RefusedException {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("since=0");
        Matcher since = SINCE.matcher(query);
        if (!since.matches()) {
            throw RefusedException.badRequest("a query", new IllegalArgumentException("the query is since=MS"));
        }
        return Long.parseLong(since.group(1));
    }

    private static String body(HttpExchange exchange) throws IOException, RefusedException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw RefusedException.tooLarge(MAX_BODY_BYTES);
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
        calls.close();
    }
}
