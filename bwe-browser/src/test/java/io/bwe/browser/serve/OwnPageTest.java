package io.bwe.browser.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPageTest {
    private static OwnPage at(String address, int port) throws UnknownHostException {
        return new OwnPage(new InetSocketAddress(InetAddress.getByName(address), port));
    }

    private static boolean takes(OwnPage page, String host, String origin) {
        Headers headers = new Headers();
        if (host != null) {
            headers.add("Host", host);
        }
        if (origin != null) {
            headers.add("Origin", origin);
        }
        try {
            page.check(headers);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** A name of somebody else's may be made to lead to this machine. */
    @ParameterizedTest
    @CsvSource({
            "127.0.0.1, 8080, 127.0.0.1:8080, true", "127.0.0.1, 8080, localhost:8080, true",
            "127.0.0.1, 8080, 127.0.0.1:8081, false", "127.0.0.1, 8080, 127.0.0.1, false",
            "127.0.0.1, 8080, elsewhere.example:8080, false", "127.0.0.1, 8080, 127.0.0.2:8080, false",
            "127.0.0.1, 80, 127.0.0.1, true", "127.0.0.1, 80, 127.0.0.1:80, true", "127.0.0.1, 80, localhost, true",
            "192.0.2.1, 8080, 192.0.2.1:8080, true", "192.0.2.1, 8080, localhost:8080, false",
            "::1, 8080, [::1]:8080, true", "::1, 8080, [0:0:0:0:0:0:0:1]:8080, true", "::1, 8080, localhost:8080, true",
            "::1, 8080, [::2]:8080, false", "2001:db8::1, 80, [2001:db8::1], true"})
    void aRequestIsForTheAddressOfTheServer(String address, int port, String host, boolean taken) throws Exception {
        OwnPage page = at(address, port);
        assertThat(takes(page, host, null)).isEqualTo(taken);
        assertThat(takes(page, host, "http://" + host)).isEqualTo(taken);
        assertThat(takes(page, host, "http://elsewhere.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "[::1", "127.0.0.1:", "127.0.0.1:x", "999.1.1.1:8080", "@127.0.0.1:8080",
            "127.0.0.1:8080/x@y"})
    void whatIsNoHostIsRefused(String host) throws Exception {
        assertThat(takes(at("127.0.0.1", 8080), host, null)).isEqualTo(false);
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws Exception {
        assertThat(takes(at("127.0.0.1", 8080), null, null)).isFalse();
        assertThat(takes(at("127.0.0.1", 8080), "127.0.0.1:8080", "null")).isFalse();
    }

    @Test
    void theAddressOfThePageCanBeOpened() throws Exception {
        assertThat(at("127.0.0.1", 8080).address()).isEqualTo("http://127.0.0.1:8080/");
        assertThat(at("::1", 8080).address()).isEqualTo("http://[0:0:0:0:0:0:0:1]:8080/");
    }
}
