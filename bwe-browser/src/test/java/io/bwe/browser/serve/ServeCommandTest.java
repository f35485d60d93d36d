package io.bwe.browser.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ServeCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port=65536          | --port 65536 is out of range; allowed is 0 to 65535
            --port=http           | Invalid value for option '--port'
            --link=0              | --link 0 is out of range; allowed is 1 to 1000000
            --timeout=0           | --timeout 0 is out of range; allowed is 1 to 3600
            --estimator=none      | no estimator is named 'none'
            --bind=0.0.0.0        | --bind 0.0.0.0 stands for all addresses
            --bind=300.1.1.1      | --bind 300.1.1.1 is no address of this machine
            --bind=192.0.2.1      | cannot listen on 192.0.2.1
            --colour=red          | Unknown option: '--colour=red'
            """)
    void whatCannotBeUsedIsSaidInOneLine(String argument, String message) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(err.toString().lines().toList()).hasSize(2).first().asString().startsWith("bwe: ").contains(message);
        assertThat(err.toString()).contains("Try 'bwe serve --help'.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPortInUseIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", String.valueOf(taken.getLocalPort()))).isEqualTo(2);
        }
        assertThat(err.toString()).contains("cannot listen on 127.0.0.1, port ");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("bwe serve", "--port", "--bind", "--link", "--estimator", "--timeout");
    }
}
