package io.bwe.api;

/** What the delay signal says about the use of the path. */
public enum BandwidthUsage {
    /** The queue on the path neither grows nor drains. */
    NORMAL,
    /** A queue is draining: less is sent than the path carries. */
    UNDERUSING,
    /** A queue is growing: more is sent than the path carries. */
    OVERUSING
}
