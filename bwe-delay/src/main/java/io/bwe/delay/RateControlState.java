package io.bwe.delay;

/**
 * What the rate controller is doing between updates; a decrease is over within one. Follows libwebrtc's
 * AimdRateControl::RateControlState, M128.
 */
enum RateControlState {
    /** Waiting for queues to drain. */
    HOLD,
    /** Looking for more. */
    INCREASE
}
