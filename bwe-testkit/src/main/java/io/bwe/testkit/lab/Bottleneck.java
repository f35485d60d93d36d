package io.bwe.testkit.lab;

/** The narrow link of a direction, shared by flows: decides when packets get through and which do not. */
interface Bottleneck {
    /** Takes a packet, which goes on to its path when it is through. */
    void send(WirePacket packet);
}
