package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The whole loop, live: real sockets, the interceptor and the estimator found by ServiceLoader. */
@Timeout(60)
class DemoRunTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldCloseTheLoopAndPassItsOwnChecks() {
        int exitCode = new CommandLine(new DemoCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute("--seconds", "4");

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("   1s", "   4s", "utilisation", "step down")
                .doesNotContain("   5s", "\u001B");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertNoThreadLeft();
    }

    @Test
    void shouldEndAtOnceWhenStopped() throws Exception {
        Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults());
        DemoRun run = new DemoRun(DemoSchedule.of(Duration.ofHours(1)), interceptor, null, new PrintWriter(out),
                Ansi.OFF);
        run.stop();

        List<String> failures = run.run();

        assertThat(failures).singleElement().asString().startsWith("stopped after 0.").endsWith("nothing was checked");
        assertThat(interceptor.bandwidthControl()).hasValueSatisfying(
                control -> assertThat(control.closeReport().closed()).isTrue());
        assertNoThreadLeft();
    }

    private static void assertNoThreadLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("bwe-demo-"));
    }
}
