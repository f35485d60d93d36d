package io.bwe.verification.golden;

import java.util.Arrays;

/**
 * What a listener may have heard while one estimator took over from another. It hears the newest only, so it may miss
 * some; but what it hears is first what the one said, in order, and from some row on what the other said.
 */
final class HandOver {
    private final long[] firstBps;
    private final long[] secondBps;
    /** The row of the first packet that the second was fed. */
    private final int secondFromRow;

    /**
     * @param firstBps what the first said after each row, from row 0 on
     * @param secondBps what the second said after each row
     */
    HandOver(long[] firstBps, long[] secondBps, int secondFromRow) {
        this.firstBps = firstBps;
        this.secondBps = secondBps;
        this.secondFromRow = secondFromRow;
    }

    /** Whether this may have been heard: in order, repetitions and gaps allowed. */
    boolean allows(long[] heardBps) {
        int[] earliest = earliestRows(heardBps);
        int[] latest = latestRows(heardBps);
        for (int heardOfFirst = 0; heardOfFirst <= heardBps.length; heardOfFirst++) {
            if (earliest[heardOfFirst] <= latest[heardOfFirst]) {
                return true;
            }
        }
        return false;
    }

    /** For each number: at which row the first estimator has said so many of what was heard, at the earliest. */
    private int[] earliestRows(long[] heardBps) {
        int[] rows = new int[heardBps.length + 1];
        Arrays.fill(rows, Integer.MAX_VALUE);
        rows[0] = -1;
        int row = -1;
        for (int i = 0; i < heardBps.length; i++) {
            while (row < firstBps.length && (row < 0 ? 0 : firstBps[row]) != heardBps[i]) {
                row++;
            }
            if (row == firstBps.length) {
                break;
            }
            rows[i + 1] = row;
        }
        return rows;
    }

    /** For each number: from which row on the second may have said all but so many of what was heard, at the latest. */
    private int[] latestRows(long[] heardBps) {
        int[] rows = new int[heardBps.length + 1];
        Arrays.fill(rows, Integer.MIN_VALUE);
        int index = secondBps.length - 1;
        rows[heardBps.length] = secondFromRow + index;
        for (int i = heardBps.length - 1; i >= 0; i--) {
            while (index >= 0 && secondBps[index] != heardBps[i]) {
                index--;
            }
            if (index < 0) {
                break;
            }
            rows[i] = secondFromRow + index;
        }
        return rows;
    }
}
