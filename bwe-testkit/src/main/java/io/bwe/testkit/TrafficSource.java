package io.bwe.testkit;

/**
 * What sends packets into a {@link LinkModel}: a video encoder with its pacer, cross traffic, or whatever a test needs.
 * It holds no clock; the model asks it for its next packet and calls it when that packet's time has come.
 *
 * <p>Called by the thread that runs the model.
 */
public interface TrafficSource {
    /** The time of the next packet of a source that has no more. */
    long NEVER = Long.MAX_VALUE;

    /**
     * When the next packet leaves. Asked at the start and after every packet, and not again in between: feedback does
     * not change when the packet that is announced leaves, but may change what it is.
     *
     * @return nanoseconds since the start of the model, not before the packet sent last, or {@link #NEVER}
     */
    long nextSendTimeNs();

    /**
     * Sends the packet that was announced.
     *
     * @param packet a new packet, to be filled in except for its arrival
     */
    void send(TestPacket packet);

    /**
     * Feedback from the receiver has come in. Ignored unless overridden.
     *
     * @param bitrateBps the rate that the receiver allows, in bits per second
     * @param nowNs the time, in nanoseconds since the start of the model
     */
    default void onFeedback(long bitrateBps, long nowNs) {
    }
}
