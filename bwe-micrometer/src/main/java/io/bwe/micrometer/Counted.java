package io.bwe.micrometer;

import io.bwe.api.InterceptorStatistics;
import io.bwe.api.InterceptorStatistics.PacketResult;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;

/** What is counted, by which name and tag it is shown, and where it comes from. */
enum Counted {
    PACKETS_ACCEPTED(PacketResult.ACCEPTED, "accepted"), PACKETS_DROPPED(PacketResult.DROPPED,
            "dropped"), PACKETS_NO_SEND_TIME(PacketResult.NO_SEND_TIME, "no.send.time"), PACKETS_MALFORMED(
                    PacketResult.MALFORMED, "malformed"), PACKETS_LATE(PacketResult.LATE, "late"), PACKETS_UNTRACKED(
                            PacketResult.UNTRACKED, "untracked"), ARRIVALS_CLAMPED("bwe.arrivals.clamped",
                                    "Packets with an arrival time before that of the packet before",
                                    InterceptorStatistics::arrivalsClamped),

    REMBS_ON_INTERVAL("bwe.remb.sent", "interval", "REMBs sent",
            InterceptorStatistics::rembsSentOnInterval), REMBS_ON_DECREASE("bwe.remb.sent", "decrease", "REMBs sent",
                    InterceptorStatistics::rembsSentOnDecrease), OVERUSES("bwe.overuse.detections",
                            "How often the delay signal turned to over-use",
                            InterceptorStatistics::overuseDetections),

    ESTIMATOR_ERRORS("bwe.estimator.errors", "Exceptions thrown by the estimator",
            InterceptorStatistics::estimatorErrors), ESTIMATOR_SWAPS("bwe.estimator.swaps",
                    "How often another estimator has taken over",
                    InterceptorStatistics::estimatorSwaps), SHADOWS_DROPPED("bwe.shadows.dropped",
                            "Shadow estimators that were dropped because they threw",
                            InterceptorStatistics::shadowsDropped), WRITER_ERRORS("bwe.writer.errors",
                                    "Exceptions thrown by the RTCP writer",
                                    InterceptorStatistics::writerErrors), LISTENER_ERRORS("bwe.listener.errors",
                                            "Exceptions thrown by listeners",
                                            InterceptorStatistics::listenerErrors), WORKER_ERRORS("bwe.worker.errors",
                                                    "Failures of the interceptor's own tasks",
                                                    InterceptorStatistics::workerErrors),

    STREAMS_STARTED("bwe.streams.started", "Stream tasks started", InterceptorStatistics::streamsStarted), STREAMS_IDLE(
            StreamEnd.IDLE, "idle"), STREAMS_UNBOUND(StreamEnd.UNBIND,
                    "unbind"), STREAMS_CLOSED(StreamEnd.CLOSE, "close"), STREAMS_EVICTED(StreamEnd.EVICTED, "evicted");

    final String meter;
    final Tags tags;
    final String description;
    private final ToLongFunction<InterceptorStatistics> source;

    Counted(String meter, Tags tags, String description, ToLongFunction<InterceptorStatistics> source) {
        this.meter = meter;
        this.tags = tags;
        this.description = description;
        this.source = source;
    }

    Counted(String meter, String description, ToLongFunction<InterceptorStatistics> source) {
        this(meter, Tags.empty(), description, source);
    }

    Counted(String meter, String reason, String description, ToLongFunction<InterceptorStatistics> source) {
        this(meter, Tags.of(TagKeys.REASON, reason), description, source);
    }

    Counted(PacketResult result, String tag) {
        this("bwe.packets", Tags.of(TagKeys.RESULT, tag), "Packets received, by what became of them",
                statistics -> statistics.packets(result));
    }

    Counted(StreamEnd reason, String tag) {
        this("bwe.streams.ended", tag, "Stream tasks ended", statistics -> statistics.streamsEnded(reason));
    }

    long read(InterceptorStatistics statistics) {
        return source.applyAsLong(statistics);
    }
}
