package io.bwe.verification.reliability;

import io.bwe.api.PacketView;
import io.bwe.testkit.TestPacket;

/**
 * The packets of a call as they arrive, for as long as one likes: two videos and an audio stream share a link whose
 * capacity changes, the sender follows what it is told, and once in every {@link #SLOT_NS} something goes wrong. Like
 * every sender of GCC it also goes by the loss that it hears of (draft-ietf-rmcat-gcc-02, section 6).
 * Allocates nothing; the same seed gives the same call if the same is told to the sender.
 *
 * <p>An object shows one packet after the other. Three clocks run: the world's, which all that is planned goes by; the
 * receiver's ({@link #nowNs()}), which stands still while its machine is suspended; and the one that packets are stamped
 * with at their arrival ({@link #arrivalTimeNs()}), which somebody may set.
 */
final class EndlessCall implements PacketView {
    /** What goes wrong, in turn. */
    enum Disturbance {
        /** Nothing arrives for 30 s; the sender does not know. */
        HOLE,
        /** The same, and the receiver's clocks stood still meanwhile. */
        SUSPENDED,
        /** The sender is there again after 1 s: the same SSRCs, every number and clock of its own anew. */
        SENDER_RESTARTS,
        /** The sender is there again after 3 s, with new SSRCs, too. */
        SENDER_IS_ANOTHER,
        /** Nothing is sent for 70 s. */
        PAUSE,
        /** The clock of the arrival times is set forward by an hour, as for daylight saving time. */
        ARRIVAL_CLOCK_FORWARD,
        /** The clock of the arrival times is set back by an hour. */
        ARRIVAL_CLOCK_BACK,
        /** The clock of the arrival times is set back by 300 ms. */
        ARRIVAL_CLOCK_BACK_A_LITTLE;

        static final Disturbance[] ALL = values();

        /** Whether over-use may begin unseen: while nothing arrives, or while no delay can be measured. */
        boolean hidesOveruse() {
            return this != SENDER_IS_ANOTHER && this != PAUSE && this != ARRIVAL_CLOCK_FORWARD;
        }
    }

    static final long SECOND_NS = 1_000_000_000L;
    static final long SLOT_NS = 360 * SECOND_NS;
    private static final long CAPACITY_CHANGES_AFTER_NS = 60 * SECOND_NS;
    /** From the beginning of a slot. */
    static final long DISTURBED_AFTER_NS = 120 * SECOND_NS;
    static final long START_BPS = 300_000;
    /** A gap of the sequence numbers of as many is a new start and no loss (RFC 3550, A.1). */
    static final int MAX_DROPOUT = 3_000;
    static final int STREAMS = 3;
    static final int AUDIO = 2;

    private static final int[] CAPACITIES_BPS = {400_000, 800_000, 1_500_000, 2_500_000};
    private static final int AUDIO_BPS = 32_000;
    private static final long AUDIO_INTERVAL_NS = 20_000_000;
    private static final long FRAME_INTERVAL_NS = SECOND_NS / 30;
    private static final int MAX_PAYLOAD = 1_150;
    private static final int OVERHEAD_BYTES = 48;
    private static final double PACING_FACTOR = 2.5;
    private static final long QUEUE_LIMIT_NS = 300_000_000;
    private static final long PROPAGATION_NS = 30_000_000;
    private static final long RETURN_NS = 50_000_000;
    private static final long HOUR_NS = 3_600 * SECOND_NS;
    private static final long MIN_BPS = 50_000;
    private static final long MAX_BPS = 4_000_000;
    private static final long QUARTER_OF_TIMESTAMPS = 1L << 30;
    private static final int LOSS_PER_MILLE = 2;
    /** So many packets after a disturbance are not lost: RFC 3550 wants two in a row to believe a new start. */
    private static final int NOT_LOST = 10;

    private final Stream[] streams = new Stream[STREAMS];
    private final Disturbance[] disturbances;
    private long random;
    private long worldNs;
    private long linkFreeNs;
    private long targetBps = START_BPS;
    private long toldBps = START_BPS;
    private long toldAtNs;
    private long obeyedBps = START_BPS;
    private long byLossBps = MAX_BPS;
    private long reportDueNs;
    private long reportedLost;
    private long reportedReceived;
    private long slot = -1;
    private boolean disturbed;
    private long silentUntilNs;
    private long deafUntilNs;
    private long receiverOffsetNs;
    private long arrivalOffsetNs;
    private long senderOffsetNs;
    private int generation;
    private Stream current;
    private long packets;
    private long timestampWraps;
    private long sequenceWraps;
    private long sendTimeWraps;
    private int lastSendTime;

    /** A stream, and of its packets the one that is shown. */
    static final class Stream {
        final int number;
        private long ssrc;
        /** What reception statistics must have, up to the packet that is shown. */
        long received;
        long lost;
        private long lostInARow;
        private int notLost;
        private int sequenceNumber;
        private long timestampBase;
        private long nextSendNs;
        private long nextFrameNs;
        private int packetsLeft;
        private int bytesLeft;
        private long frameBps;
        private int size;
        private int shownSequenceNumber;
        private long timestamp;

        private Stream(int number) {
            this.number = number;
        }
    }

    EndlessCall(long seed, Disturbance... disturbances) {
        this.random = seed;
        this.disturbances = disturbances;
        for (int i = 0; i < STREAMS; i++) {
            streams[i] = new Stream(i);
            streams[i].nextFrameNs = i * 7_000_000L;
            streams[i].nextSendNs = streams[i].nextFrameNs;
            // A minute before the timestamps wrap, which happens every 13 h at 90 kHz.
            startAnew(streams[i], 0xFFFF_FFFFL - 60L * clockRateOf(i), 65_000);
        }
        current = streams[0];
        newSsrcs();
    }

    private void startAnew(Stream stream, long timestampBase, int sequenceNumber) {
        stream.timestampBase = timestampBase;
        stream.sequenceNumber = sequenceNumber & 0xFFFF;
        stream.notLost = NOT_LOST;
    }

    private void newSsrcs() {
        generation++;
        for (Stream stream : streams) {
            stream.ssrc = generation * 10L + stream.number;
            stream.received = 0;
            stream.lost = 0;
            stream.lostInARow = 0;
        }
    }

    private static int clockRateOf(int stream) {
        return stream == AUDIO ? 48_000 : 90_000;
    }

    /** Goes on to the packet that arrives next. */
    void next() {
        while (!sendOne()) {
            // lost on the way
        }
        packets++;
        current.received++;
    }

    /** Sends a packet, and says whether it arrives. */
    private boolean sendOne() {
        Stream stream = streams[0];
        for (int i = 1; i < STREAMS; i++) {
            if (streams[i].nextSendNs < stream.nextSendNs) {
                stream = streams[i];
            }
        }
        current = stream;
        long sentNs = stream.nextSendNs;
        plan(sentNs);
        if (sentNs < silentUntilNs) {
            stream.packetsLeft = 0;
            stream.nextFrameNs += intervalOf(stream);
            stream.nextSendNs = Math.max(stream.nextFrameNs, stream.nextSendNs);
            return false;
        }
        encode(stream, sentNs);
        long capacityBps = capacityBps();
        long startNs = Math.max(linkFreeNs, sentNs);
        boolean dropped = startNs - sentNs > QUEUE_LIMIT_NS && stream.notLost == 0;
        if (!dropped) {
            linkFreeNs = startNs + (stream.size + OVERHEAD_BYTES) * 8 * SECOND_NS / capacityBps;
        }
        worldNs = linkFreeNs + PROPAGATION_NS;
        if (dropped || worldNs < deafUntilNs || stream.notLost == 0 && draw(1_000) < LOSS_PER_MILLE) {
            stream.lostInARow++;
            reportedLost += worldNs < deafUntilNs ? 0 : 1; // who is deaf reports nothing
            return false;
        }
        arrive(stream, sentNs);
        return true;
    }

    private void arrive(Stream stream, long sentNs) {
        if (stream.lostInARow + 1 < MAX_DROPOUT) {
            stream.lost += stream.lostInARow;
        } else {
            stream.notLost = NOT_LOST;
        }
        stream.lostInARow = 0;
        reportedReceived++;
        stream.notLost = Math.max(0, stream.notLost - 1);
        int sendTime = TestPacket.absSendTimeOf(sentNs + senderOffsetNs);
        if (sendTime < lastSendTime) {
            sendTimeWraps++;
        }
        lastSendTime = sendTime;
    }

    /** What the sender makes of what it is told, and of the loss of the last second. */
    private void follow(long sentNs) {
        if (sentNs >= toldAtNs + RETURN_NS) {
            obeyedBps = toldBps;
        }
        if (sentNs >= reportDueNs) {
            reportDueNs = sentNs + SECOND_NS;
            double lossRate = reportedLost / (double) Math.max(1, reportedLost + reportedReceived);
            if (lossRate > 0.1) {
                byLossBps = Math.max(MIN_BPS, (long) (targetBps * (1 - 0.5 * lossRate)));
            } else if (lossRate < 0.02) {
                byLossBps = Math.min(MAX_BPS, byLossBps + byLossBps / 20);
            }
            reportedLost = 0;
            reportedReceived = 0;
        }
        targetBps = Math.min(obeyedBps, byLossBps);
    }

    private static long intervalOf(Stream stream) {
        return stream.number == AUDIO ? AUDIO_INTERVAL_NS : FRAME_INTERVAL_NS;
    }

    private void encode(Stream stream, long sentNs) {
        if (stream.packetsLeft == 0) {
            follow(sentNs);
            stream.frameBps = stream.number == AUDIO
                    ? AUDIO_BPS
                    : Math.max(20_000, (targetBps - AUDIO_BPS) * (stream.number == 0 ? 2 : 1) / 3);
            long meanSize = stream.frameBps * intervalOf(stream) / (8 * SECOND_NS);
            stream.bytesLeft = (int) (stream.number == AUDIO ? meanSize : meanSize * (700 + draw(600)) / 1_000);
            stream.packetsLeft = Math.ceilDiv(stream.bytesLeft, MAX_PAYLOAD);
            long before = stream.timestamp;
            stream.timestamp = stream.timestampBase
                    + stream.nextFrameNs / 1_000 * clockRateOf(stream.number) / 1_000_000
                    & 0xFFFF_FFFFL;
            if (before > QUARTER_OF_TIMESTAMPS * 3 && stream.timestamp < QUARTER_OF_TIMESTAMPS) {
                timestampWraps++;
            }
            stream.nextFrameNs += intervalOf(stream);
        }
        stream.size = stream.bytesLeft / stream.packetsLeft;
        stream.bytesLeft -= stream.size;
        stream.packetsLeft--;
        stream.shownSequenceNumber = stream.sequenceNumber;
        stream.sequenceNumber = stream.sequenceNumber + 1 & 0xFFFF;
        if (stream.sequenceNumber == 0) {
            sequenceWraps++;
        }
        long pacedNs = sentNs + (long) (stream.size * 8 * SECOND_NS / (PACING_FACTOR * stream.frameBps));
        stream.nextSendNs = stream.packetsLeft > 0 ? pacedNs : Math.max(pacedNs, stream.nextFrameNs);
    }

    /** What happens at this time of the world. */
    private void plan(long sentNs) {
        long slotNow = sentNs / SLOT_NS;
        if (slotNow != slot) {
            slot = slotNow;
            disturbed = false;
        }
        if (!disturbed && disturbances.length > 0 && sentNs - slot * SLOT_NS >= DISTURBED_AFTER_NS) {
            disturbed = true;
            disturb(disturbance(), sentNs);
        }
    }

    private void disturb(Disturbance what, long sentNs) {
        switch (what) {
            case HOLE -> deafUntilNs = worldNs + 30 * SECOND_NS;
            case SUSPENDED -> {
                deafUntilNs = worldNs + 30 * SECOND_NS;
                receiverOffsetNs -= 30 * SECOND_NS;
            }
            case SENDER_RESTARTS -> {
                silentUntilNs = sentNs + SECOND_NS;
                restartSender();
            }
            case SENDER_IS_ANOTHER -> {
                silentUntilNs = sentNs + 3 * SECOND_NS;
                restartSender();
                newSsrcs();
            }
            case PAUSE -> silentUntilNs = sentNs + 70 * SECOND_NS;
            case ARRIVAL_CLOCK_FORWARD -> arrivalOffsetNs += HOUR_NS;
            case ARRIVAL_CLOCK_BACK -> arrivalOffsetNs -= HOUR_NS;
            case ARRIVAL_CLOCK_BACK_A_LITTLE -> arrivalOffsetNs -= 300_000_000;
        }
    }

    private void restartSender() {
        senderOffsetNs = draw(64_000) * 1_000_000L;
        for (Stream stream : streams) {
            // What was lost just before, nobody can know of; and 20,000 ahead is neither loss nor late.
            stream.lostInARow = 0;
            startAnew(stream, draw(Integer.MAX_VALUE), stream.sequenceNumber + 20_000);
        }
    }

    /** The sender is told a bit rate, now. What it was told before takes it along, if that is still on its way. */
    void tell(long bps) {
        if (worldNs >= toldAtNs + RETURN_NS) {
            obeyedBps = toldBps;
            toldAtNs = worldNs;
        }
        toldBps = Math.clamp(bps, MIN_BPS, MAX_BPS);
    }

    private int draw(int bound) {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) ((random >>> 33) % bound);
    }

    /**
     * The capacity of the link: one value in the first minute of a slot, and another until its end. It is settled before
     * something goes wrong: a queue that fills up while nobody sees it and stays full is no growing delay, and goes
     * unnoticed by all that go by delay alone.
     */
    long capacityBps() {
        long step = slot * 2 + (current.nextSendNs - slot * SLOT_NS < CAPACITY_CHANGES_AFTER_NS ? 0 : 1);
        long mixed = (step + 1) * 0x9E3779B97F4A7C15L;
        return CAPACITIES_BPS[(int) (mixed >>> 62)];
    }

    /** What goes wrong in this slot. */
    Disturbance disturbance() {
        return disturbances[(int) (slot % disturbances.length)];
    }

    long slot() {
        return slot;
    }

    boolean isDisturbed() {
        return disturbed;
    }

    /** When the packet arrived, by the world's clock. */
    long worldNs() {
        return worldNs;
    }

    /** When the packet arrived, by the receiver's clock. */
    long nowNs() {
        return worldNs + receiverOffsetNs;
    }

    /** From the beginning of the slot, by the world's clock. */
    long inSlotNs() {
        return worldNs - slot * SLOT_NS;
    }

    /** The stream of the packet. */
    Stream stream() {
        return current;
    }

    /** The SSRC that a stream has now. */
    long ssrcOf(int stream) {
        return streams[stream].ssrc;
    }

    /** How often the SSRCs have changed. */
    int generation() {
        return generation;
    }

    long packets() {
        return packets;
    }

    long sequenceWraps() {
        return sequenceWraps;
    }

    long timestampWraps() {
        return timestampWraps;
    }

    long sendTimeWraps() {
        return sendTimeWraps;
    }

    @Override
    public long arrivalTimeNs() {
        return nowNs() + arrivalOffsetNs;
    }

    @Override
    public int absSendTime() {
        return lastSendTime;
    }

    @Override
    public int payloadSize() {
        return current.size;
    }

    @Override
    public long ssrc() {
        return current.ssrc;
    }

    @Override
    public int sequenceNumber() {
        return current.shownSequenceNumber;
    }

    @Override
    public long rtpTimestamp() {
        return current.timestamp;
    }

    @Override
    public int clockRate() {
        return clockRateOf(current.number);
    }

    @Override
    public int payloadType() {
        return 96 + current.number;
    }

    @Override
    public boolean marker() {
        return current.packetsLeft == 0;
    }
}
