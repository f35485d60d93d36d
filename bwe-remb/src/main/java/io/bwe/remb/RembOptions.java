package io.bwe.remb;

import io.bwe.api.OptionReader;
import java.time.Duration;
import java.util.Map;

/**
 * The options of the interceptor named {@code remb}, to be given by name in
 * {@link io.bwe.api.InterceptorConfig.Builder#option(String, String)}. Lengths of time are written as {@code 10ms},
 * {@code 2s} or in ISO-8601.
 *
 * <p>How long a stream stays live without packets is the estimator's
 * {@link io.bwe.api.EstimatorConfig.Builder#idleTimeout(Duration) idle time-out}, so that both agree.
 */
public final class RembOptions {
    /**
     * Time between two REMBs while the estimate does not fall. 50 ms to 60 s, default 1 s
     * (draft-alvestrand-rmcat-remb-03 leaves it open; senders keep a REMB for several seconds).
     */
    public static final String INTERVAL = "interval";
    /**
     * Shortest time between two REMBs, also when the estimate falls. 0 to 10 s and no more than the interval; default
     * 200 ms (libwebrtc's throttle), or the interval if that is less.
     */
    public static final String MIN_SPACING = "min-spacing";
    /** SSRC that the REMB names as its sender. 0 to 4294967295, default 1 (what libwebrtc's receivers use). */
    public static final String SENDER_SSRC = "sender-ssrc";
    /** Whether streams known to be audio are estimated. Default false, as in libwebrtc's receiver. */
    public static final String ESTIMATE_AUDIO = "estimate-audio";
    /**
     * Whether streams are estimated on which no send-time extension was negotiated. Default true if the estimator that
     * the interceptor is created with says that it
     * {@linkplain io.bwe.api.spi.EstimatorProvider#worksWithoutSendTime() works without send time}, else false; to be
     * set for one that is to be a shadow or to take over later. A stream that has the transmission offset only (toffset)
     * has no send time.
     */
    public static final String ESTIMATE_WITHOUT_SEND_TIME = "estimate-without-send-time";
    /**
     * Which header extension the send time comes from: {@code abs-send-time}, {@code abs-capture-time} or {@code auto}.
     * Default {@code abs-send-time}. See {@link SendTimeSource} for what each means; the two are never mixed.
     */
    public static final String SEND_TIME_SOURCE = "send-time-source";
    /**
     * How long an estimator that is to take over must have had packets before it does; if the idle time-out is longer,
     * that counts. 0 to 1 h, default 5 s: what libwebrtc waits before it trusts a first estimate without probes
     * ({@code kInitializationTime}).
     */
    public static final String WARM_UP = "warm-up";
    /**
     * How many packets of one stream may be on their way from RTP thread to estimator; more are not estimated, but
     * counted. 16 to 65536, default 256: 60 ms at 4,000 packets per second.
     */
    public static final String QUEUE_CAPACITY = "queue-capacity";
    /**
     * For how many packets of all streams together memory is kept at any time. It is more if the streams are many, 16
     * packets for each (4 while none has packets), or if more than that arrives in 500 ms at the highest rate of the last
     * seconds; a handler of packets without announcement adds its queue capacity. Packets that come at once and are more
     * than that are not estimated, but counted. 16 to 1048576, default 256, of 80 bytes each.
     */
    public static final String PACKET_RESERVE = "packet-reserve";
    /**
     * Up to how many packets of a stream a tick moves itself, in place of waking the stream's task: to wake a thread for
     * one packet costs microseconds, far more than to move it. 0 to 64, default 4: what comes in a tick at 200 packets per
     * second.
     */
    public static final String FEW_PACKETS = "few-packets";
    /**
     * How many SSRCs are tracked that no bound stream announced, for each handler that takes such. 0 to 4096, default
     * 64.
     */
    public static final String MAX_UNSIGNALLED = "max-unsignalled";
    /**
     * How often queues are looked at while packets come. 1 ms to 100 ms, default 20 ms: shorter gives earlier estimates
     * and costs more wake-ups. A packet is estimated at the first look after the producer margin, 10 to 30 ms after its
     * entry with the defaults.
     */
    public static final String TICK = "tick";
    /**
     * How long a packet may take from its entry to its queue and still be put in order: what a preempted RTP thread
     * needs. 0 to 1 s, default 10 ms.
     */
    public static final String PRODUCER_MARGIN = "producer-margin";
    /**
     * How long the other streams wait for one that stalls. 1 ms to 1 h, default 50 ms. What it delivers later is
     * estimated with the arrival time of the latest packet.
     */
    public static final String MAX_MERGE_DELAY = "max-merge-delay";
    /**
     * How long close() waits before it interrupts, and again before it returns regardless. 10 ms to 60 s, default 2 s.
     */
    public static final String CLOSE_GRACE = "close-grace";

    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;

    private RembOptions() {
    }

    /**
     * Reads and checks the options.
     *
     * @param options names and values
     * @param worksWithoutSendTime whether the estimator makes something of packets without send time
     */
    static Settings parse(Map<String, String> options, boolean worksWithoutSendTime) {
        OptionReader reader = new OptionReader("interceptor " + RembInterceptorProvider.NAME, options);
        Duration interval = reader.readDuration(INTERVAL, RembThrottler.DEFAULT_INTERVAL, Duration.ofMillis(50),
                Duration.ofSeconds(60));
        Settings settings = new Settings(interval,
                reader.readDuration(MIN_SPACING, shorter(RembThrottler.DEFAULT_MIN_SPACING, interval), Duration.ZERO,
                        shorter(Duration.ofSeconds(10), interval)),
                reader.readLong(SENDER_SSRC, 1, 0, HIGHEST_SSRC), //
                reader.readBoolean(ESTIMATE_AUDIO, false), //
                reader.readBoolean(ESTIMATE_WITHOUT_SEND_TIME, worksWithoutSendTime),
                reader.readEnum(SEND_TIME_SOURCE, SendTimeSource.ABS_SEND_TIME),
                reader.readDuration(WARM_UP, Duration.ofSeconds(5), Duration.ZERO, Duration.ofHours(1)),
                (int) reader.readLong(QUEUE_CAPACITY, 256, 16, 65_536),
                (int) reader.readLong(PACKET_RESERVE, 256, 16, 1_048_576),
                (int) reader.readLong(FEW_PACKETS, 4, 0, 64), //
                (int) reader.readLong(MAX_UNSIGNALLED, 64, 0, 4_096),
                reader.readDuration(TICK, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(100)),
                reader.readDuration(PRODUCER_MARGIN, Duration.ofMillis(10), Duration.ZERO, Duration.ofSeconds(1)),
                reader.readDuration(MAX_MERGE_DELAY, Duration.ofMillis(50), Duration.ofMillis(1), Duration.ofHours(1)),
                reader.readDuration(CLOSE_GRACE, Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofSeconds(60)));
        reader.rejectUnknown();
        return settings;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The options, read and checked. */
    record Settings(Duration interval, Duration minSpacing, long senderSsrc, boolean estimateAudio,
            boolean estimateWithoutSendTime, SendTimeSource sendTimeSource, Duration warmUp, int queueCapacity,
            int packetReserve, int fewPackets, int maxUnsignalled,
            Duration tick, Duration producerMargin, Duration maxMergeDelay, Duration closeGrace) {
    }
}
