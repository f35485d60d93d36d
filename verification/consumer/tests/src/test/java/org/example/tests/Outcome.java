package org.example.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a run of the application left behind.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it, or the JVM, complained about
 */
record Outcome(int exitCode, List<String> out, List<String> err) {
    private static final int PACKETS = 200;
    private static final String SSRC = "305419896";

    /** The lines that begin with a label, without it. */
    List<String> all(String label) {
        String start = label + ": ";
        return out.stream().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length())).toList();
    }

    /** Every packet passed, the sender was told the bit rate of this estimator, and nobody complained. */
    void assertEstimated(String estimator, long bitrateBps) {
        assertThat(err).as("warnings").isEmpty();
        assertThat(out).as("output").contains("estimator: " + estimator, "packets passed on: " + PACKETS,
                "REMB: " + bitrateBps + " b/s for " + SSRC);
        assertThat(exitCode).isZero();
    }

    /** The application was told, in one line, why it cannot have what it asked for. */
    void assertRefused(String... parts) {
        assertThat(err).as("error").singleElement().asString().contains(parts);
        assertThat(all("REMB")).isEmpty();
        assertThat(exitCode).isEqualTo(1);
    }
}
