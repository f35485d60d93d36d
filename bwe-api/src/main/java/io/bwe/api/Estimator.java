package io.bwe.api;

/**
 * Estimates how much bandwidth a remote sender may use on one transport, from the packets that arrive.
 *
 * <p>An estimator is pure computation. It reads no clock, starts no thread, logs nothing and calls nobody back: time
 * comes in with every call, conclusions are read from it. It sees the packets of all streams of the transport in the
 * order of their arrival.
 *
 * <p><b>Threads.</b> Not thread-safe, and it need not be: one thread at a time calls it, and every call happens before
 * the next. Times passed to successive calls never decrease.
 *
 * <p><b>Bad input.</b> Whatever the packets contain and whatever the sender's clock does, no method throws, and an
 * estimate stays within the configured limits.
 */
public interface Estimator {
    /**
     * Takes the next packet. Allocates nothing in steady state.
     *
     * @param packet the packet, valid only during this call
     * @param nowNs the time at which the packet entered, on the monotonic clock used for all {@code nowNs} arguments;
     *        not comparable with {@link PacketView#arrivalTimeNs()}
     * @return true if this packet led to an update that is worth telling the sender about, subject to the teller's own
     *         pacing; there is an estimate then
     */
    boolean onPacket(PacketView packet, long nowNs);

    /**
     * Time has passed without a packet: streams without packets for longer than the idle time-out leave
     * {@link #liveSsrc(int)}. Calling it at any times between packets changes no later estimate.
     *
     * @param nowNs the current time, as in {@link #onPacket(PacketView, long)}
     */
    void onTime(long nowNs);

    /**
     * Takes a measurement of the round-trip time to the sender. Without one an estimator assumes a default (200 ms).
     *
     * @param rttNs the round-trip time in nanoseconds, more than 0; other values are ignored
     * @param nowNs the current time, as in {@link #onPacket(PacketView, long)}
     */
    void onRttUpdate(long rttNs, long nowNs);

    /**
     * A stream has ended. It leaves {@link #liveSsrc(int)} at once; an SSRC that is not known is ignored.
     *
     * @param ssrc the stream's SSRC, 0 to 2^32 - 1
     * @param nowNs the current time, as in {@link #onPacket(PacketView, long)}
     */
    void removeStream(long ssrc, long nowNs);

    /** Forgets everything learned; the configuration stays. The estimator is as newly created. */
    void reset();

    /**
     * Whether there is evidence for an estimate yet. A configured start bitrate counts as evidence.
     *
     * @return true once {@link #estimateBps()} means something
     */
    boolean hasEstimate();

    /**
     * The estimate.
     *
     * @return bits per second of payload and padding, within the configured limits; 0 while {@link #hasEstimate()} is
     *         false
     */
    long estimateBps();

    /**
     * The rate at which payload and padding arrive, as measured now.
     *
     * @return bits per second, or -1 if it cannot be measured (too few packets lately)
     */
    long incomingBps();

    /**
     * What the delay signal says after the last packet.
     *
     * @return the usage; {@link BandwidthUsage#NORMAL} before there is a signal
     */
    BandwidthUsage usage();

    /**
     * How many streams are live: had a packet within the idle time-out and were not removed.
     *
     * @return the number of valid arguments to {@link #liveSsrc(int)}
     */
    int liveSsrcCount();

    /**
     * The SSRC of a live stream. This list is the only source of the SSRCs in a REMB.
     *
     * @param index 0 to {@link #liveSsrcCount()} - 1; ascending index gives ascending SSRC
     * @return the SSRC, 0 to 2^32 - 1
     * @throws IndexOutOfBoundsException if there is no such stream
     */
    long liveSsrc(int index);

    /**
     * Writes what the last packet did inside. Allocates nothing, changes nothing, and costs nothing when it is not
     * called. Names and order are the same after every packet.
     *
     * @param sink takes the values
     */
    void describe(DiagnosticSink sink);
}
