package io.bwe.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One direction of the path between sender and receiver, on real sockets: takes datagrams from one, holds each until it
 * is due, sends it on from the other. One thread receives, one forwards.
 */
final class DemoRelay {
    /** More than any path MTU of the Internet. */
    private static final int MAX_DATAGRAM_BYTES = 2_048;

    /** Decides what becomes of a datagram. */
    @FunctionalInterface
    interface Path {
        /** Returned for a datagram that is lost. */
        long LOST = -1;

        /**
         * Decides.
         *
         * @param arrivalNs when the datagram came
         * @param bytes its size
         * @return when it goes on, never before the one that came before it, or {@link #LOST}
         */
        long dueNs(long arrivalNs, int bytes);
    }

    private record Datagram(ByteBuffer content, long dueNs) {
    }

    private final DemoClock clock;
    private final DatagramChannel in;
    private final DatagramChannel out;
    private final Path path;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final BlockingQueue<Datagram> waiting = new LinkedBlockingQueue<>();

    DemoRelay(DemoClock clock, DatagramChannel in, DatagramChannel out, Path path) {
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.path = path;
    }

    /** Starts both threads. */
    void start(DemoWorkers workers, String name) {
        workers.start(name + "-in", this::receive);
        workers.start(name + "-out", this::forward);
    }

    private void receive() throws IOException {
        in.read(buffer.clear());
        long arrivalNs = clock.nanoTime();
        buffer.flip();
        long dueNs = path.dueNs(arrivalNs, buffer.remaining());
        if (dueNs != Path.LOST) {
            waiting.add(new Datagram(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip(), dueNs));
        }
    }

    private void forward() throws IOException, InterruptedException {
        Datagram datagram = waiting.take();
        clock.sleepUntil(datagram.dueNs());
        out.write(datagram.content());
    }
}
