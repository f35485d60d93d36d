package io.bwe.testkit.lab;

/** Congestion control of TCP. */
public enum TcpControl {
    /** Reno: a segment more each round trip, half after a loss (RFC 5681). */
    RENO {
        @Override
        TcpWindow create() {
            return new TcpWindow.Reno();
        }
    },
    /** CUBIC, the default of today's systems (RFC 9438). */
    CUBIC {
        @Override
        TcpWindow create() {
            return new TcpWindow.Cubic();
        }
    };

    abstract TcpWindow create();
}
