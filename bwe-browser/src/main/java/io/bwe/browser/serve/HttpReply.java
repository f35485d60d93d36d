package io.bwe.browser.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param body the content, which nobody changes
 * @param headers further headers
 */
record HttpReply(int status, String type, byte[] body, Map<String, String> headers) {
    static HttpReply of(String type, byte[] body) {
        return new HttpReply(200, type, body, Map.of());
    }

    static HttpReply json(byte[] body) {
        return of("application/json", body);
    }

    static HttpReply sdp(String description, Map<String, String> headers) {
        return new HttpReply(200, "application/sdp", description.getBytes(StandardCharsets.UTF_8), headers);
    }

    static HttpReply text(int status, String line) {
        return new HttpReply(status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    void sendTo(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().add("Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; frame-ancestors 'none'");
        headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
