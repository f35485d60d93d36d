package io.bwe.queue;

/**
 * When trains of two or three packets are listened to. At low rates there are no others, but what such a train says
 * depends on a single packet of somebody else between its own. So they count while a queue stands, which is compared with
 * what is delivered; and after that only on a link that proved to be ours alone, until they come out slower than it.
 */
final class ShortTrains {
    /** As long as the last longer train is not older, in microseconds, short ones are passed over. */
    private static final long LONG_TRAIN_US = 1_000_000;
    /** Slower than this part of what the link carried is slower. */
    private static final double SLOWER = 0.85;
    /** So many slower ones in a row, and others are on the link. */
    private static final int SLOWER_TRAINS = 3;
    private static final double NOT_CONFIRMED = 0;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private long longTrainUs;
    private double confirmedBps;
    private int slowerInARow;

    ShortTrains() {
        reset();
    }

    /** Forgets everything. */
    void reset() {
        longTrainUs = NEVER_US;
        doubt();
    }

    /** A longer train has said something. */
    void onLongTrain(long nowUs) {
        longTrainUs = nowUs;
    }

    /** Whether there are no others. */
    boolean areLookedAt(long nowUs) {
        return nowUs - longTrainUs > LONG_TRAIN_US;
    }

    /** The link carries so much to us alone, in bits per second. */
    void confirm(double rateBps) {
        confirmedBps = rateBps;
        slowerInARow = 0;
    }

    /** It is not known that the link is ours alone. */
    void doubt() {
        confirm(NOT_CONFIRMED);
    }

    /** Whether the rate of a dispersed train counts. */
    boolean takes(double rateBps) {
        if (confirmedBps == NOT_CONFIRMED) {
            return false;
        }
        boolean slower = rateBps < SLOWER * confirmedBps;
        slowerInARow = slower ? slowerInARow + 1 : 0;
        return !slower;
    }

    /** Whether the last one showed that the link is no longer ours alone, which is doubted from now on. */
    boolean haveLost() {
        boolean lost = slowerInARow >= SLOWER_TRAINS;
        if (lost) {
            doubt();
        }
        return lost;
    }
}
