package io.bwe.verification.load;

import org.HdrHistogram.Histogram;

/**
 * What a load run has shown.
 *
 * @param packets that were measured
 * @param dropped of all packets, those of the warm-up included
 * @param late of all packets, those that came to the estimator after later ones
 * @param lost of all packets, those that neither reached an estimator nor are counted otherwise
 * @param troubles throws that the interceptors have counted
 * @param rembs told by all transports
 * @param inHandler what a packet took in the interceptor's handler
 * @param inNoHandler what it took where the handler does nothing: the price of measuring
 * @param sendersLate how much later than due packets were sent
 * @param sinceDue from when a packet was due until its handler had returned
 * @param toEstimator from arrival until the estimator had seen the packet
 * @param used by the whole process
 * @param usedBySending by the whole process for sending as much to handlers that do nothing
 * @param sendersCpuNs of the sending threads, {@code sendersAloneCpuNs} with handlers that do nothing
 * @param sendersAloneCpuNs see {@code sendersCpuNs}
 * @param rtpAllocatedBytes by the sending threads
 * @param wakeUps of tasks of streams and transports
 * @param liveStreams streams that had a task when the load ended
 * @param heapPerTransport bytes of an interceptor without streams
 * @param heapPerStream bytes of a stream with packets
 * @param heapPerEndedStream bytes of a stream that is bound and idle
 * @param activeAfterIdle streams that still had a task long after the idle time-out
 * @param threadsLeft threads that were left when all was closed
 */
record Figures(long packets, long dropped, long late, long lost, long troubles, long rembs, Histogram inHandler,
        Histogram inNoHandler, Histogram sendersLate, Histogram sinceDue, Histogram toEstimator, Usage used,
        Usage usedBySending, long sendersCpuNs, long sendersAloneCpuNs, long rtpAllocatedBytes, long wakeUps,
        long liveStreams, double heapPerTransport, double heapPerStream, double heapPerEndedStream,
        long activeAfterIdle, int threadsLeft) {

    /** CPU time of the whole process, in microseconds a packet. */
    double grossCpuUs() {
        return used.cpuNs() / 1e3 / packets;
    }

    /** Without what sending takes. */
    double netCpuUs() {
        return (used.cpuNs() - usedBySending.cpuNs()) / 1e3 / packets;
    }

    /** The part of it that the sending threads pay. */
    double rtpCpuUs() {
        return (sendersCpuNs - sendersAloneCpuNs) / 1e3 / packets;
    }

    double wakeUpsPerPacket() {
        return (double) wakeUps / packets;
    }

    double bytesPerPacket() {
        return (double) (used.allocatedBytes() - usedBySending.allocatedBytes()) / packets;
    }

    double bytesPerWakeUp() {
        return (double) (used.allocatedBytes() - usedBySending.allocatedBytes()) / Math.max(1, wakeUps);
    }

    /** How many of the two, say, processors are busy. */
    double busyProcessors() {
        return (double) used.cpuNs() / used.timeNs();
    }
}
