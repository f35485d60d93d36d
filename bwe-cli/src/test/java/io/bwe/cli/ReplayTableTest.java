package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTableTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ReplayPacket packet = new ReplayPacket();
    private final Described first = new Described();
    private final ReplayedEstimator alone = new ReplayedEstimator("first", first, 0);
    private ReplayTable table = new ReplayTable("out.csv", output, List.of(alone));

    /** Its estimate is 500 kb/s for two streams; it returns and describes what it is told to. */
    private static final class Described extends EchoEstimator {
        private boolean updates;
        private Consumer<DiagnosticSink> description = sink -> {
        };

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            return updates;
        }

        @Override
        public long estimateBps() {
            return 500_000;
        }

        @Override
        public int liveSsrcCount() {
            return 2;
        }

        @Override
        public long liveSsrc(int index) {
            return index == 0 ? 11 : 4_000_000_001L;
        }

        @Override
        public void describe(DiagnosticSink sink) {
            description.accept(sink);
        }
    }

    private void row(boolean updates, Consumer<DiagnosticSink> description) throws BadInputException {
        first.updates = updates;
        first.description = description;
        row(alone);
    }

    private void row(ReplayedEstimator... estimators) throws BadInputException {
        Stream.of(estimators).forEach(estimator -> estimator.onPacket(packet));
        table.afterPacket(packet, List.of(estimators));
    }

    private String written() throws BadInputException {
        table.finish();
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void putsSsrcsAndRembBehindTheEstimatorsCallback() throws Exception {
        packet.setTimes(1_234, 0, 0);
        row(false, sink -> {
            sink.value("slope", 0.1);
            sink.absent("cb_bps");
            sink.value("streams_reset", 1);
        });
        packet.setTimes(1_235, 0, 0);
        row(true, sink -> {
            sink.absent("slope");
            sink.value("cb_bps", 500_000);
            sink.value("streams_reset", 0);
        });
        row(true, sink -> {
            sink.absent("slope");
            sink.value("cb_bps", 500_000);
            sink.value("streams_reset", 0);
        });
        assertThat(written()).isEqualTo("""
                index,arrival_us,slope,cb_bps,cb_ssrcs,remb_bps,streams_reset
                0,1234,0.1,,,,1
                1,1235,,500000,11;4000000001,500000,0
                2,1235,,500000,11;4000000001,,0
                """);
    }

    @Test
    void addsTheCallbackForAnEstimatorThatDoesNotDescribeIt() throws Exception {
        row(false, sink -> sink.value("trend", -1.5e-7));
        row(true, sink -> sink.value("trend", 2.0));
        assertThat(written()).isEqualTo("""
                index,arrival_us,trend,cb_bps,cb_ssrcs,remb_bps
                0,0,-1.5E-7,,,
                1,0,2.0,500000,11;4000000001,500000
                """);
    }

    @Test
    void namesTheEstimatorBeforeItsColumnsWhereThereAreSeveral() throws Exception {
        Described second = new Described();
        ReplayedEstimator other = new ReplayedEstimator("second", second, 0);
        table = new ReplayTable("out.csv", output, List.of(alone, other));
        first.description = sink -> sink.value("trend", 1);
        second.description = sink -> {
            sink.absent("cb_bps");
            sink.value("trend", 2);
        };
        row(alone, other);
        first.updates = true;
        row(alone, other);
        assertThat(written()).isEqualTo("""
                index,arrival_us,first.trend,first.cb_bps,first.cb_ssrcs,first.remb_bps,\
                second.cb_bps,second.cb_ssrcs,second.remb_bps,second.trend
                0,0,1,,,,,,,2
                1,0,1,500000,11;4000000001,500000,,,,2
                """);
    }

    @Test
    void leavesTheColumnsOfAnEstimatorThatFailedEmpty() throws Exception {
        Described second = new Described();
        ReplayedEstimator other = new ReplayedEstimator("second", second, 0);
        table = new ReplayTable("out.csv", output, List.of(alone, other));
        first.updates = true;
        first.description = sink -> sink.value("trend", 1);
        second.description = sink -> sink.value("trend", 2);
        row(alone, other);
        first.description = sink -> {
            sink.value("trend", 3);
            throw new IllegalStateException("no more");
        };
        row(alone, other);
        row(alone, other);
        assertThat(written().lines().skip(1)).containsExactly("0,0,1,500000,11;4000000001,500000,2,,,",
                "1,0,,,,,2,,,", "2,0,,,,,2,,,");
        assertThat(alone.failure().orElseThrow())
                .startsWith("packet 1: threw java.lang.IllegalStateException: no more at ");
        assertThat(other.failure()).isEmpty();
    }

    @Test
    void hasNoColumnsOfItsOwnForAnEstimatorThatFailsAtTheFirstPacket() throws Exception {
        row(true, sink -> {
            sink.value("trend", 1);
            throw new AssertionError();
        });
        assertThat(written()).isEqualTo("index,arrival_us,cb_bps,cb_ssrcs,remb_bps\n0,0,,,\n");
    }

    @Test
    void takesAnEstimatorThatChangesWhatItDescribesForFailed() throws Exception {
        row(false, sink -> sink.value("a", 1));
        row(false, sink -> sink.value("b", 1));
        assertThat(alone.failure()).hasValue("packet 1: describes other values than after the first packet");
        assertThat(written()).endsWith("\n1,0,,,,\n");
    }

    @Test
    void takesAnEstimatorThatDescribesLessForFailed() throws Exception {
        row(false, sink -> sink.value("a", 1));
        row(false, sink -> {
        });
        assertThat(alone.failure()).isPresent();
    }

    @Test
    void takesAnEstimatorThatDescribesMoreForFailed() throws Exception {
        row(false, sink -> sink.value("a", 1));
        row(false, sink -> {
            sink.value("a", 1);
            sink.value("b", 1);
        });
        assertThat(alone.failure()).isPresent();
    }

    @Test
    void namesTheOutputThatCannotBeWritten() throws Exception {
        table = new ReplayTable("out.csv", new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        }, List.of(alone));
        row(alone);
        assertThatThrownBy(table::finish).isInstanceOf(BadInputException.class)
                .hasMessage("cannot write out.csv: No space left on device");
    }
}
