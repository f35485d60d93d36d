package io.bwe.testkit;

import io.bwe.api.PacketView;

/**
 * The far end of a flow through a {@link LinkModel}. Called by the thread that runs the model.
 */
@FunctionalInterface
public interface PacketReceiver {
    /** Returned when there is nothing to tell the sender. */
    long NO_FEEDBACK = -1;

    /**
     * Takes a packet.
     *
     * @param packet the packet, with its arrival time, valid only during this call
     * @param nowNs the time, in nanoseconds since the start of the model; equal to the arrival time
     * @return a bit rate in bits per second that goes back to the sender, or {@link #NO_FEEDBACK}
     */
    long onPacket(PacketView packet, long nowNs);
}
