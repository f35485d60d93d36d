package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

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
    void shouldPrintOneJsonObjectAndNothingElse() throws Exception {
        int exitCode = new CommandLine(new DemoCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true)).execute("--seconds", "3", "--json", "--shadow", "steady");

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(out.toString()).hasLineCount(1);
        Map<?, ?> json = JsonText.parse(out.toString());
        assertThat(json.get("ok")).isEqualTo(true);
        assertThat(json.get("elapsedSeconds")).isEqualTo(3.0);
        assertThat(json.get("shadows").toString()).startsWith("[{name=steady, failed=null, estimateBps=");
    }

    @Test
    void shouldEndAtOnceWhenStopped() throws Exception {
        Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults());
        DemoRun run = new DemoRun(DemoSchedule.of(Duration.ofHours(1)), interceptor, null,
                new DemoJson(new PrintWriter(out)));
        run.stop();

        List<String> failures = run.run().failures();

        assertThat(failures).singleElement().asString().startsWith("stopped after 0.").endsWith("nothing was checked");
        Map<?, ?> json = JsonText.parse(out.toString());
        assertThat(json.get("ok")).isEqualTo(false);
        assertThat(json.get("failures")).isEqualTo(failures);
        assertThat(json.get("lengthSeconds")).isEqualTo(3_600.0);
        assertThat(interceptor.bandwidthControl()).hasValueSatisfying(
                control -> assertThat(control.closeReport().closed()).isTrue());
        assertNoThreadLeft();
    }

    private static void assertNoThreadLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("bwe-demo-"));
    }
}
