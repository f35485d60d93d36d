package io.bwe.cli;

/** Something that a packet trace tells the estimator between two packets. */
sealed interface StreamOperation {
    /**
     * The round-trip time was measured.
     *
     * @param rttNs nanoseconds
     */
    record RttUpdate(long rttNs) implements StreamOperation {
    }

    /**
     * The application ended a stream.
     *
     * @param ssrc the stream
     */
    record StreamRemoval(long ssrc) implements StreamOperation {
    }
}
