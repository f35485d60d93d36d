package io.bwe.picture;

/**
 * Something that happened.
 *
 * @param elapsedNs when, in nanoseconds since the first packet
 * @param kind what kind of thing
 * @param estimator to which estimator, or empty
 * @param text in words
 */
record Event(long elapsedNs, EventKind kind, String estimator, String text) {
}
