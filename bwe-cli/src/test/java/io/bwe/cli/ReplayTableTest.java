package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.DiagnosticSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReplayTableTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ReplayTable table = new ReplayTable("out.csv", output);
    private final ReplayPacket packet = new ReplayPacket();

    /** Its estimate is 500 kb/s for two streams; it describes what it is told to. */
    private static final class Described extends EchoEstimator {
        private final Consumer<DiagnosticSink> description;

        Described(Consumer<DiagnosticSink> description) {
            this.description = description;
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

    private void row(boolean updated, boolean remb, Consumer<DiagnosticSink> description) throws BadInputException {
        table.writeRow(packet, new Described(description), updated, remb);
    }

    private String written() throws BadInputException {
        table.finish();
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void putsSsrcsAndRembBehindTheEstimatorsCallback() throws Exception {
        packet.setTimes(1_234, 0, 0);
        row(false, false, sink -> {
            sink.value("slope", 0.1);
            sink.absent("cb_bps");
            sink.value("streams_reset", 1);
        });
        packet.setTimes(1_235, 0, 0);
        row(true, true, sink -> {
            sink.absent("slope");
            sink.value("cb_bps", 500_000);
            sink.value("streams_reset", 0);
        });
        row(true, false, sink -> {
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
        row(false, false, sink -> sink.value("trend", -1.5e-7));
        row(true, true, sink -> sink.value("trend", 2.0));
        assertThat(written()).isEqualTo("""
                index,arrival_us,trend,cb_bps,cb_ssrcs,remb_bps
                0,0,-1.5E-7,,,
                1,0,2.0,500000,11;4000000001,500000
                """);
    }

    @Test
    void refusesAnEstimatorThatChangesWhatItDescribes() throws Exception {
        row(false, false, sink -> sink.value("a", 1));
        assertThatThrownBy(() -> row(false, false, sink -> sink.value("b", 1))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("other values after packet 1");
    }

    @Test
    void refusesAnEstimatorThatDescribesMoreOrLess() throws Exception {
        row(false, false, sink -> sink.value("a", 1));
        assertThatThrownBy(() -> row(false, false, sink -> {
        })).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> row(false, false, sink -> {
            sink.value("a", 1);
            sink.value("b", 1);
        })).isInstanceOf(BadInputException.class);
    }

    @Test
    void namesTheOutputThatCannotBeWritten() throws Exception {
        ReplayTable full = new ReplayTable("out.csv", new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        full.writeRow(packet, new EchoEstimator(), false, false);
        assertThatThrownBy(full::finish).isInstanceOf(BadInputException.class)
                .hasMessage("cannot write out.csv: No space left on device");
    }
}
