package io.bwe.verification.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import io.bwe.testkit.AllocationProbe;

/** A bound on what may be allocated for an input. Used by one thread. */
public final class AllocationBound {
    private AllocationBound() {
    }

    /**
     * Checks it. What the JVM allocates for its own purposes shows in some runs only, so an excess has to show every
     * time.
     *
     * @param what what is measured, for the message
     * @param boundBytes the most that it may allocate
     * @param action what to run, several times if need be, on the calling platform thread
     */
    public static void check(String what, long boundBytes, Runnable action) {
        if (AllocationProbe.bytesAllocatedBy(action) > boundBytes) {
            long bytes = AllocationProbe.steadyBytesAllocatedBy(action);
            if (bytes > boundBytes) {
                fail(what + " allocated " + bytes + " bytes; the bound is " + boundBytes);
            }
        }
    }
}
