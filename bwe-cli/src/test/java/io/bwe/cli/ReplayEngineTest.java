package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.testkit.ManualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayEngineTest {
    @TempDir
    private Path folder;

    private final List<String> calls = new ArrayList<>();
    private final List<ReplayedEstimator> echo = List.of(new ReplayedEstimator("echo", new EchoEstimator(), 0));

    /** Notes what it is told; gives up at a payload size. */
    private final class Noting implements ReplayObserver {
        private final String name;
        private final int lastPayloadSize;

        Noting(String name, int lastPayloadSize) {
            this.name = name;
            this.lastPayloadSize = lastPayloadSize;
        }

        @Override
        public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) throws BadInputException {
            calls.add(name + " " + packet.payloadSize() + " -> " + estimators.get(0).estimateBps());
            if (packet.payloadSize() == lastPayloadSize) {
                throw new BadInputException("cannot write");
            }
        }

        @Override
        public void finish() {
            calls.add(name + " finished");
        }
    }

    private void replay(ReplayObserver... observers) throws BadInputException, IOException {
        Path file = Files.writeString(folder.resolve("trace.csv"),
                "arrival_time_us,abs_send_time,payload_size,ssrc\n1,-1,5,6\n2,-1,7,6\n");
        ProgressLine silent = new ProgressLine("replay", new PrintWriter(new StringWriter()), false, new ManualClock());
        try (PacketSource source = new PacketTraceReader(InputFile.of(file), silent)) {
            new ReplayEngine(echo, List.of(observers)).run(source);
        }
    }

    @Test
    void showsEachPacketToTheObserversInTheirOrderWhenTheEstimatorsHaveTakenIt() throws Exception {
        replay(new Noting("first", 0), new Noting("second", 0));
        assertThat(calls).containsExactly("first 5 -> 5000", "second 5 -> 5000", "first 7 -> 7000", "second 7 -> 7000",
                "first finished", "second finished");
    }

    @Test
    void endsWhereAnObserverCannotGoOn() {
        assertThatThrownBy(() -> replay(new Noting("first", 5), new Noting("second", 0)))
                .isInstanceOf(BadInputException.class).hasMessage("cannot write");
        assertThat(calls).containsExactly("first 5 -> 5000");
    }
}
