package io.bwe.testkit.lab;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transfer by TCP, both ends of it. Every segment is acknowledged. Three segments that were sent later and
 * acknowledged make one lost (RFC 6675 in spirit: by order of transmission, so that a lost repair is seen, too); nothing
 * acknowledged for the time of RFC 6298, at least 200 ms, makes all of them lost.
 */
final class TcpConnection {
    static final int SEGMENT_BYTES = 1_448;
    static final int WIRE_BYTES = 1_500;
    private static final int ACK_BYTES = 52;
    private static final int REORDERING = 3;
    private static final double NS_PER_SECOND = 1e9;
    private static final double SHORTEST_TIMEOUT_S = 0.2;
    private static final double LONGEST_TIMEOUT_S = 60;
    private static final double FIRST_TIMEOUT_S = 1;

    private static final class Segment {
        private final long number;
        /** The number of its last transmission. */
        private long order;
        private boolean inFlight;
        private boolean acknowledged;

        Segment(long number) {
            this.number = number;
        }
    }

    private record Transmission(Segment segment, long order, long sentNs) {
    }

    private final Agenda agenda;
    private final TcpWindow window;
    private final Route data;
    private final Route acknowledgements;
    private final long endNs;
    private final long segments;
    private final Runnable whenDone;

    private final Map<Long, Segment> open = new HashMap<>();
    private final ArrayDeque<Transmission> transmissions = new ArrayDeque<>();
    private final PriorityQueue<Long> repairs = new PriorityQueue<>();
    private long nextNumber;
    private long nextOrder;
    private long lowestOpen;
    private int inFlight;
    private long highestOrder = -1;
    private long recoverUpTo = -1;
    /** Whether what is being repaired was lost in a timeout: then the window grows meanwhile, as slow start does. */
    private boolean afterTimeout;
    private boolean done;
    private double rttS;
    private double rttDeviationS;
    private double backOff = 1;
    private long timeoutNs;
    private boolean timing;

    /** The receiving end: what has arrived beyond the first gap. */
    private final Set<Long> beyond = new HashSet<>();
    private long firstMissing;

    /**
     * Creates a connection, which starts at once.
     *
     * @param segments how many there are to send, {@link Long#MAX_VALUE} for no end
     * @param endNs when it gives up
     * @param whenDone called when all have arrived
     */
    TcpConnection(Agenda agenda, TcpWindow window, Route data, Route acknowledgements, long segments, long endNs,
            Runnable whenDone) {
        this.agenda = agenda;
        this.window = window;
        this.data = data;
        this.acknowledgements = acknowledgements;
        this.segments = segments;
        this.endNs = endNs;
        this.whenDone = whenDone;
        send();
    }

    private void send() {
        if (agenda.nowNs() >= endNs) {
            return;
        }
        while (inFlight < (int) window.window()) {
            Segment segment = next();
            if (segment == null) {
                return;
            }
            transmit(segment);
        }
    }

    private @Nullable Segment next() {
        for (Long number = repairs.poll(); number != null; number = repairs.poll()) {
            Segment lost = open.get(number);
            if (lost != null) {
                return lost;
            }
        }
        if (nextNumber == segments) {
            return null;
        }
        Segment fresh = new Segment(nextNumber++);
        open.put(fresh.number, fresh);
        return fresh;
    }

    private void transmit(Segment segment) {
        long order = nextOrder++;
        segment.order = order;
        segment.inFlight = true;
        inFlight++;
        transmissions.add(new Transmission(segment, order, agenda.nowNs()));
        if (!timing) {
            startTimer();
        }
        long sentNs = agenda.nowNs();
        data.send(WIRE_BYTES, () -> arrive(segment.number, order, sentNs));
    }

    private void arrive(long number, long order, long sentNs) {
        if (number >= firstMissing) {
            beyond.add(number);
        }
        while (beyond.remove(firstMissing)) {
            firstMissing++;
        }
        long upTo = firstMissing;
        acknowledgements.send(ACK_BYTES, () -> acknowledge(number, upTo, order, sentNs));
    }

    private void acknowledge(long number, long upTo, long order, long sentNs) {
        if (done) {
            return;
        }
        long nowNs = agenda.nowNs();
        boolean limited = inFlight + 1 >= (int) window.window();
        measure((nowNs - sentNs) / NS_PER_SECOND);
        int newly = close(number);
        for (; lowestOpen < upTo; lowestOpen++) {
            newly += close(lowestOpen);
        }
        highestOrder = Math.max(highestOrder, order);
        if (newly > 0) {
            backOff = 1;
            timeoutNs = nowNs + timeoutLengthNs();
        }
        boolean lost = findLosses();
        if (lost && lowestOpen > recoverUpTo) {
            recoverUpTo = nextNumber - 1;
            afterTimeout = false;
            window.onLoss();
        } else if (newly > 0 && limited && (afterTimeout || lowestOpen > recoverUpTo)) {
            window.onAck(newly, nowNs, rttS);
        }
        if (lowestOpen == segments) {
            done = true;
            whenDone.run();
        } else {
            send();
        }
    }

    private int close(long number) {
        Segment segment = open.remove(number);
        if (segment == null) {
            return 0;
        }
        segment.acknowledged = true;
        land(segment);
        return 1;
    }

    private void land(Segment segment) {
        if (segment.inFlight) {
            segment.inFlight = false;
            inFlight--;
        }
    }

    private boolean findLosses() {
        boolean found = false;
        for (Transmission oldest = transmissions.peek(); oldest != null; oldest = transmissions.peek()) {
            Segment segment = oldest.segment;
            boolean superseded = segment.acknowledged || segment.order != oldest.order;
            if (!superseded) {
                if (oldest.order > highestOrder - REORDERING) {
                    break;
                }
                found = true;
                land(segment);
                repairs.add(segment.number);
            }
            transmissions.remove();
        }
        return found;
    }

    private void measure(double sampleS) {
        if (rttS == 0) {
            rttS = sampleS;
            rttDeviationS = sampleS / 2;
        } else {
            rttDeviationS += (Math.abs(rttS - sampleS) - rttDeviationS) / 4;
            rttS += (sampleS - rttS) / 8;
        }
    }

    private long timeoutLengthNs() {
        double lengthS = rttS == 0 ? FIRST_TIMEOUT_S : Math.max(SHORTEST_TIMEOUT_S, rttS + 4 * rttDeviationS);
        return Math.round(Math.min(LONGEST_TIMEOUT_S, lengthS * backOff) * NS_PER_SECOND);
    }

    private void startTimer() {
        timing = true;
        timeoutNs = agenda.nowNs() + timeoutLengthNs();
        agenda.at(timeoutNs, this::checkTimer);
    }

    private void checkTimer() {
        timing = false;
        if (open.isEmpty() || agenda.nowNs() >= endNs) {
            return;
        }
        if (agenda.nowNs() < timeoutNs) {
            timing = true;
            agenda.at(timeoutNs, this::checkTimer);
            return;
        }
        window.onTimeout(inFlight, backOff > 1);
        recoverUpTo = nextNumber - 1;
        afterTimeout = true;
        for (Transmission transmission : transmissions) {
            Segment segment = transmission.segment;
            if (segment.inFlight && segment.order == transmission.order) {
                land(segment);
                repairs.add(segment.number);
            }
        }
        transmissions.clear();
        backOff *= 2;
        send();
        if (!timing) {
            startTimer();
        }
    }
}
