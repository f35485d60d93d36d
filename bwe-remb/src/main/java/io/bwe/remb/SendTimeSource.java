package io.bwe.remb;

/**
 * Which header extension the send times of a transport come from.
 *
 * <p>abs-send-time is stamped when a packet leaves the sender; differences between stamps and arrivals are the path's
 * doing. abs-capture-time is stamped when the media was captured: it includes encoding and pacing, so its differences
 * also show the sender's own delays, and most senders put it on some packets only. It is better than nothing, and only
 * alone: deltas between stamps of the two kinds mean nothing, so one transport never uses both at a time.
 */
public enum SendTimeSource {
    /** Only abs-send-time; packets without it have no send time. */
    ABS_SEND_TIME,
    /** Only abs-capture-time; packets without it have no send time. */
    ABS_CAPTURE_TIME,
    /**
     * abs-capture-time until the first packet with abs-send-time comes, from then on only that. The estimator starts
     * anew at the change.
     */
    AUTO
}
