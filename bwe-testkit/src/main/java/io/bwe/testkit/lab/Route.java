package io.bwe.testkit.lab;

/** The way of a flow in one direction: a bottleneck that is shared, and a path of its own behind. */
final class Route {
    private final Agenda agenda;
    private final Bottleneck bottleneck;
    private final Path path;
    private final FlowLog log;

    Route(Agenda agenda, Bottleneck bottleneck, Path path, FlowLog log) {
        this.agenda = agenda;
        this.bottleneck = bottleneck;
        this.path = path;
        this.log = log;
    }

    /**
     * Sends a packet.
     *
     * @param bytes its size on the wire
     * @param arrival what to do when it arrives; never called if it does not
     */
    void send(int bytes, Runnable arrival) {
        log.sent(agenda.nowNs(), bytes);
        bottleneck.send(new WirePacket(path, bytes, agenda.nowNs(), arrival));
    }

    FlowLog log() {
        return log;
    }
}
