package io.bwe.cli;

import io.bwe.remb.EstimatorRecorder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Records a replay with the JDK Flight Recorder, by the settings that come with the library. Its events tell the time
 * within the replay. Used by one thread.
 */
final class ReplayFlightRecording implements ReplayObserver, Closeable {
    private static final String SETTINGS = "/bwe.jfc";
    /** What the settings have off, because it is much. */
    private static final List<String> DETAILS = List.of("io.bwe.Packet", "io.bwe.DelaySample");

    private final OutputFile file;
    private final Recording recording;
    private final List<EstimatorRecorder> recorders = new ArrayList<>();

    /**
     * Starts recording.
     *
     * @param file where the recording goes in the end
     * @param details whether packets and delay samples are recorded, too
     * @param source what the events call the replay
     * @param estimators what it is about
     * @throws BadInputException if there is no flight recorder, or the file cannot be written
     */
    ReplayFlightRecording(OutputFile file, boolean details, String source, List<ReplayedEstimator> estimators)
            throws BadInputException {
        this.file = file;
        try {
            recording = new Recording(settings());
            recording.setName("bwe replay");
            recording.setToDisk(true);
            if (details) {
                DETAILS.forEach(recording::enable);
            }
            recording.start();
        } catch (IllegalStateException | IOException e) {
            throw new BadInputException("cannot record with the JDK Flight Recorder: " + e.getMessage(), e);
        }
        estimators.forEach(estimator -> recorders.add(EstimatorRecorder.ofReplay(source, estimator.name())));
    }

    private static Configuration settings() throws IOException {
        try (InputStream in = Objects.requireNonNull(EstimatorRecorder.class.getResourceAsStream(SETTINGS))) {
            return Configuration.create(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(SETTINGS + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        for (int i = 0; i < recorders.size(); i++) {
            EstimatorRecorder recorder = recorders.get(i);
            ReplayedEstimator replayed = estimators.get(i);
            replayed.use(estimator -> {
                recorder.afterPacket(packet, estimator, packet.nowNs());
                if (replayed.remb()) {
                    recorder.rembDue(estimator.estimateBps(), replayed.rembOnDecrease(), estimator.liveSsrcCount(),
                            packet.nowNs());
                }
            });
        }
    }

    @Override
    public void finish() throws BadInputException {
        try {
            recording.stop();
            recording.dump(file.path());
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
