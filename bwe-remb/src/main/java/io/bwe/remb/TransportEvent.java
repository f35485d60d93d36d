package io.bwe.remb;

/**
 * Something that happens between two packets: it takes effect after every packet stamped before it, and before every
 * other.
 */
sealed interface TransportEvent {
    /** When it happened, on the interceptor's clock. */
    long nowNs();

    /** A stream's end was asked for; it is over when everything it had received is estimated. */
    record StreamEnded(RemoteStream stream, long nowNs) implements TransportEvent {
    }

    /** A measurement of the round-trip time. */
    record RttMeasured(long rttNs, long nowNs) implements TransportEvent {
    }

    /** The estimator is to forget everything. */
    record EstimatorReset(long nowNs) implements TransportEvent {
    }

    /** A shadow takes the packets from here on. */
    record ShadowStarted(Shadow shadow, long nowNs) implements TransportEvent {
    }

    /** What senders are told is limited from now on. */
    record Capped(long bps, long nowNs) implements TransportEvent {
    }

    /** Senders are told nothing, or told again. */
    record Muted(boolean muted, long nowNs) implements TransportEvent {
    }
}
