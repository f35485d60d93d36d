package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.verification.reliability.ManyInterceptors.Holdings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An interceptor that was closed leaves nothing behind, however many there were. */
@Tag("life-cycle")
class LeakTest {
    /** Fewer of them may do where this runs a second time. */
    static final String INTERCEPTORS = "bwe.reliability.interceptors";
    private static final long MAX_GROWTH_BYTES = 1 << 20;

    @Test
    void tenThousandInterceptorsLeaveNoThreadNoScopeAndNoMemory() {
        int interceptors = Integer.getInteger(INTERCEPTORS, 10_000);
        FreshJvm.Ended ended = FreshJvm.of(ManyInterceptors.class)
                .options("-Xmx64m", "-XX:+UseSerialGC").run(Duration.ofMinutes(5), Integer.toString(interceptors));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        List<Holdings> holdings = ended.output().lines().filter(line -> line.matches("\\w+ \\d+ \\d+ \\d+"))
                .map(Holdings::parse).toList();
        assertThat(holdings).as(ended.output()).extracting(Holdings::what).containsExactly("open", "fifth", "all");

        Holdings open = holdings.get(0);
        assertThat(open.threads()).as("owner, transport, REMB and stream of one that is open").isEqualTo(4);
        assertThat(open.scopes()).as("the scope of one that is open").isEqualTo(1);
        Holdings fifth = holdings.get(1);
        Holdings all = holdings.get(2);
        assertThat(List.of(fifth.threads(), all.threads())).as("threads").containsOnly(0);
        assertThat(List.of(fifth.scopes(), all.scopes())).as("scopes").containsOnly(0);
        assertThat(all.liveBytes() - fifth.liveBytes()).as("growth from %s to %s", fifth, all)
                .isLessThan(MAX_GROWTH_BYTES);
        String[] told = ended.output().lines().reduce((first, last) -> last).orElseThrow().split(" ");
        assertThat(told).as("REMBs and changes").hasSize(2).doesNotContain("0");
    }
}
