package io.bwe.api;

import java.util.List;

/**
 * Counts of what an interceptor has done since it was created, and a few readings of what it holds now.
 *
 * <p>A live view: every getter reads the present value without locking, from any thread. Values read one after the
 * other need not belong to the same moment.
 */
public interface InterceptorStatistics {
    /**
     * Packets by what became of them. Every packet put into a handler that estimates counts for exactly one result, once
     * it is known: one that still waits counts for none. So the results add up to the packets received.
     *
     * @param result what became of them
     * @return a count
     */
    long packets(PacketResult result);

    /**
     * Packets that reached the estimator.
     *
     * @return a count
     */
    long packetsEstimated();

    /**
     * Packets that were passed on but not estimated because their stream's queue was full.
     *
     * @return a count
     */
    long packetsDropped();

    /**
     * Packets that reached the estimator without a send time; one that goes by send times makes nothing of them.
     *
     * @return a count
     */
    long packetsWithoutSendTime();

    /**
     * Packets that were passed on but are no valid RTP.
     *
     * @return a count
     */
    long packetsMalformed();

    /**
     * Packets that were passed on but belong to no stream that is tracked: an SSRC that a bound stream did not
     * announce, one too many without announcement, or a stream that has just ended.
     *
     * @return a count
     */
    long packetsUntracked();

    /**
     * Packets that came to the merge after later ones had been estimated. They are estimated with the arrival time of
     * the latest.
     *
     * @return a count
     */
    long packetsLate();

    /**
     * Packets whose supplied arrival time was before that of the packet before in the same stream. They are estimated
     * with the arrival time of that packet. Where that goes on for more than half a second, the clock of the arrival
     * times was set back, and from then on what is missing is added to them.
     *
     * @return a count
     */
    long arrivalsClamped();

    /**
     * REMBs handed to the writer because the interval was over.
     *
     * @return a count
     */
    long rembsSentOnInterval();

    /**
     * REMBs handed to the writer at once because the estimate had fallen.
     *
     * @return a count
     */
    long rembsSentOnDecrease();

    /**
     * How often the delay signal turned to over-use.
     *
     * @return a count
     */
    long overuseDetections();

    /**
     * Exceptions and errors thrown by the estimator that drove the REMBs at that time.
     *
     * @return a count
     */
    long estimatorErrors();

    /**
     * Whether the estimator was put out of action because it kept throwing. No REMB is sent then.
     *
     * @return true once that has happened, until another estimator takes over
     */
    boolean estimatorQuarantined();

    /**
     * How often another estimator has taken over.
     *
     * @return a count
     */
    long estimatorSwaps();

    /**
     * Shadow estimators that were dropped because they threw.
     *
     * @return a count
     */
    long shadowsDropped();

    /**
     * Exceptions thrown by the RTCP writer or by its executor.
     *
     * @return a count
     */
    long writerErrors();

    /**
     * Exceptions thrown by listeners, and by what was to run {@linkplain BandwidthControl#onClose at close}.
     *
     * @return a count
     */
    long listenerErrors();

    /**
     * Explanations that nobody was told, because those before them had not been taken yet.
     *
     * @return a count
     */
    long explanationsDropped();

    /**
     * Failures of the interceptor itself, for instance for want of memory: of its tasks, which go on all the same, of
     * the start of a task, which is tried again, and on the path of a packet, which is passed on but not estimated.
     *
     * @return a count
     */
    long workerErrors();

    /**
     * Stream tasks started: with the first packet of a stream, and when it comes back after being idle.
     *
     * @return a count
     */
    long streamsStarted();

    /**
     * Stream tasks that ended.
     *
     * @param reason why
     * @return a count
     */
    long streamsEnded(StreamEnd reason);

    /**
     * Stream tasks that run now.
     *
     * @return a count, 0 after close
     */
    int streamsActive();

    /**
     * Packets waiting in the queues of all streams now.
     *
     * @return a count
     */
    int queueSize();

    /**
     * How long packets took from their entry into the interceptor to the estimator: waiting to be put in order of
     * arrival, and for the estimator's turn. Measured on the interceptor's clock, so arrival times that were supplied
     * are not in it; nor is what the estimator itself takes.
     *
     * @return a live view, the same object at every call; counts as many packets as {@link #packetsEstimated()}
     */
    DelayHistogram estimateDelays();

    /**
     * Reception statistics of every stream tracked now.
     *
     * @return a new list, in no particular order
     */
    List<StreamStatistics> streams();

    /** What became of a packet. */
    enum PacketResult {
        /** It reached the estimator in time and with a send time. */
        ACCEPTED,
        /**
         * It reached the estimator in time but without a send time. To an estimator that goes by something else it is
         * worth as much as others.
         */
        NO_SEND_TIME,
        /** It reached the estimator late, with or without a send time; as {@link #packetsLate()}. */
        LATE,
        /** Its stream's queue was full; as {@link #packetsDropped()}. */
        DROPPED,
        /** It is no valid RTP; as {@link #packetsMalformed()}. */
        MALFORMED,
        /** It belongs to no stream that is tracked; as {@link #packetsUntracked()}. */
        UNTRACKED
    }

    /** Why a stream task ended. */
    enum StreamEnd {
        /** No packet for longer than the idle time-out. */
        IDLE,
        /** The application unbound the stream. */
        UNBIND,
        /** The interceptor was closed. */
        CLOSE,
        /** An SSRC without announcement had to make room for another. */
        EVICTED
    }
}
