package io.bwe.verification.load;

import java.lang.management.ManagementFactory;

/** What is alive on the heap. */
final class Heap {
    /** References are cleared in one collection and what they held is freed in the next. */
    private static final int COLLECTIONS = 3;

    private Heap() {
    }

    /** Bytes in use after collecting what is not. Takes a while. */
    static long liveBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
