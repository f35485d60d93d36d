package io.bwe.browser.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bwe.browser.WebRtcSessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallServerTest {
    private static final String OFFER = String.join("\r\n", "v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0",
            "a=group:BUNDLE 0", "m=video 9 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0", "a=rtcp-mux", "a=ice-ufrag:abcd",
            "a=ice-pwd:0123456789012345678901", "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA", "a=setup:actpass",
            "a=mid:0", "a=sendonly", "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", "a=ssrc:1 cname:x",
            "a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "");

    private final HttpClient client = HttpClient.newHttpClient();
    private CallServer server;

    @BeforeEach
    void open() throws IOException {
        server = CallServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                WebRtcSessions.builder().maxSessions(2).build());
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address()).resolve(path))
                .timeout(Duration.ofSeconds(10)).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    @ParameterizedTest
    @CsvSource({"/, text/html", "/page.js, text/javascript", "/call.js, text/javascript", "/charts.js, text/javascript",
            "/picture.js, text/javascript", "/page.css, text/css", "/uplot.js, text/javascript",
            "/uplot.css, text/css"})
    void servesThePage(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.body()).isNotBlank();
    }

    @Test
    void anOfferOpensASessionWithALinkOfItsOwn() throws Exception {
        HttpResponse<String> answer = send("POST", "/sessions", OFFER);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("v=0").contains("goog-remb");
        String session = answer.headers().firstValue("Location").orElseThrow();
        String other = send("POST", "/sessions", OFFER).headers().firstValue("Location").orElseThrow();

        assertThat(send("PUT", session + "/link", "rate=700&loss=2").statusCode()).isEqualTo(200);
        assertThat(get(session).body()).contains("\"rateBps\":700000", "\"lossPercent\":2.0", "\"estimateBps\":null",
                "\"rttMs\":null", "\"usage\":\"NORMAL\"", "\"rembs\":[]", "\"connected\":false");
        assertThat(get(other).body()).contains("\"rateBps\":null");

        HttpResponse<String> again = send("POST", session, OFFER);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).startsWith("v=0");
    }

    @Test
    void tellsHowSessionsEnd() throws Exception {
        server.close();
        server = CallServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                WebRtcSessions.builder().consentTimeout(Duration.ofSeconds(1)).build());
        String session = send("POST", "/sessions", OFFER).headers().firstValue("Location").orElseThrow();
        String name = session.replace("/sessions/", "");
        assertThat(get("/sessions").body()).contains("\"name\":\"" + name + "\"", name + "-receive");
        String end = "\"ended\":{\"" + name + "\":{\"reason\":\"CONSENT_EXPIRED\",\"stuck\":[]}}";
        await().atMost(Duration.ofSeconds(10)).until(() -> get("/sessions").body().contains(end));
        await().atMost(Duration.ofSeconds(5)).until(() -> !get("/sessions").body().contains(name + "-"));
        assertThat(get(session).statusCode()).isEqualTo(404);
    }

    @Test
    void aLimitOfSessionsIsSaid() throws Exception {
        send("POST", "/sessions", OFFER);
        send("POST", "/sessions", OFFER);
        HttpResponse<String> third = send("POST", "/sessions", OFFER);
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.body()).contains("limit");
    }

    @Test
    void whatCannotBeUsedIsRefusedAndChangesNothing() throws Exception {
        String session = send("POST", "/sessions", OFFER).headers().firstValue("Location").orElseThrow();
        String before = get(session).body().replaceFirst("\"timeMs\":[0-9]+", "");
        assertThat(send("POST", "/sessions", "garbage").statusCode()).isEqualTo(400);
        assertThat(send("POST", session, OFFER.replace("abcd", "efgh")).statusCode()).isEqualTo(400);
        assertThat(send("PUT", session + "/link", "rate=fast").statusCode()).isEqualTo(400);
        assertThat(send("GET", session + "/link", "").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", session, "").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "/sessions", "").statusCode()).isEqualTo(405);
        assertThat(send("POST", "/", "").statusCode()).isEqualTo(405);
        assertThat(get(session + "?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(get("/sessions/nobody").statusCode()).isEqualTo(404);
        assertThat(get("/page.html/../../etc").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/sessions", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
        assertThat(get(session).body().replaceFirst("\"timeMs\":[0-9]+", "")).isEqualTo(before);
    }

    @Test
    void onlyItsOwnPageMayAsk() throws Exception {
        String own = server.address().replaceFirst("/$", "");
        assertThat(send("POST", "/sessions", "garbage", "Origin", own).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/sessions", OFFER, "Origin", "http://elsewhere.example").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/sessions", OFFER, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(get("/sessions").body()).contains("\"sessions\":[]");
    }
}
