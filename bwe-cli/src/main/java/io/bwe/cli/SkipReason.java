package io.bwe.cli;

/** Why something in a capture does not reach the estimator. */
enum SkipReason {
    UNKNOWN_LINK_TYPE("frames of an unknown link type"), NOT_IP("frames that are not IP"), MALFORMED_IP(
            "malformed IP or UDP packets"), IP_FRAGMENT("IP fragments"), NOT_UDP("IP packets that are not UDP"), CUT(
                    "packets cut before the end of their headers"), RTCP("RTCP packets"), NOT_RTP(
                            "other UDP packets (STUN, DTLS, ...)"), MALFORMED_RTP(
                                    "UDP packets that begin like RTP but are none"), NO_TIMESTAMP(
                                            "RTP packets captured without a time"), OTHER_FLOW(
                                                    "RTP packets of other flows");

    private final String label;

    SkipReason(String label) {
        this.label = label;
    }

    /** What was skipped, in the plural. */
    @Override
    public String toString() {
        return label;
    }
}
