package io.bwe.cli;

/**
 * Packets from one endpoint to another: one direction of one transport.
 *
 * @param source who sends
 * @param destination who receives
 */
record Flow(Endpoint source, Endpoint destination) {
    @Override
    public String toString() {
        return source + " -> " + destination;
    }
}
