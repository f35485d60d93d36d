package io.bwe.micrometer;

/** Base units of meters. */
final class Units {
    static final String BITRATE = "bits/s";
    static final String PACKETS = "packets";

    private Units() {
    }
}
