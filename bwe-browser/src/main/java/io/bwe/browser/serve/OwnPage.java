package io.bwe.browser.serve;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Whether a request is for this server and comes from its page. A browser runs pages of others, too, which can reach every
 * address that it can, and can make a name of theirs lead to it. So each request has to name this server as the host it is
 * for, by its address, and a page that sends it has to be of that host. Immutable.
 */
final class OwnPage {
    private static final int HTTP_PORT = 80;
    /** What is looked up nowhere. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}\\]");

    private final InetSocketAddress server;

    OwnPage(InetSocketAddress server) {
        this.server = server;
    }

    /** Where the page is. */
    String address() {
        // Without the scope of an IPv6 address, which no browser understands.
        String literal = server.getAddress().getHostAddress().replaceFirst("%.*", "");
        return "http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + server.getPort() + "/";
    }

    /**
     * Looks at a request.
     *
     * @throws RefusedException if it is for another server, or comes from another's page
     */
    void check(Headers headers) throws RefusedException {
        String host = headers.getFirst("Host");
        if (host == null || !isServer(host)) {
            throw RefusedException.foreign("a request for another host");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw RefusedException.foreign("a request of another site's page");
        }
    }

    private boolean isServer(String host) {
        try {
            URI uri = URI.create("http://" + host);
            String name = uri.getHost();
            int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
            if (name == null || port != server.getPort() || !host.equals(uri.getRawAuthority()) || host.contains("@")) {
                return false;
            }
            return "localhost".equals(name) && server.getAddress().isLoopbackAddress()
                    || LITERAL.matcher(name).matches() && InetAddress.getByName(name).equals(server.getAddress());
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }
}
