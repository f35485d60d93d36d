package io.bwe.testkit.lab;

/** Turns a target rate into frames. */
interface Encoder {
    /** The time between two frames. */
    long intervalNs();

    /**
     * Makes a frame.
     *
     * @param targetBps what the sender may send now
     * @param nowNs the time
     * @return its size, 1 byte or more
     */
    int encode(long targetBps, long nowNs);

    /** The next frame begins anew. */
    void restart();

    /** Packets of one size at a constant rate, whatever the target. */
    record Audio(long intervalNs, int bytes) implements Encoder {
        @Override
        public int encode(long targetBps, long nowNs) {
            return bytes;
        }

        @Override
        public void restart() {
            // Every frame is for itself.
        }
    }
}
