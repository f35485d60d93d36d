/**
 * The interceptor named {@code remb}, its options, and the REMB codec.
 *
 * <p>How a packet flows, and which classes it meets on each thread:
 * <ol>
 * <li>RTP threads (the application's): {@code Ingress} checks it with {@link io.bwe.remb.RtpHeader} and puts what
 * matters into a slot in the queue of its {@code RemoteStream};
 * <li>one virtual thread per stream: {@code StreamTask} hands it on and counts reception;
 * <li>one virtual thread per transport: {@code TransportTask} merges the streams by arrival ({@code ArrivalMerge}),
 * feeds the estimator ({@code EstimatorFeed}), and asks {@code RembScheduler} whether a REMB is due;
 * <li>one virtual thread for the application's code: {@code Outbox} writes the {@link io.bwe.remb.RembPacket} and tells
 * the listeners.
 * </ol>
 * {@code RembRuntime} owns these threads in a {@code TaskScope}. Everything that decides something ({@code
 * StreamLifecycle}, {@code ArrivalMerge}, {@code EstimatorFeed}, {@link io.bwe.remb.RembThrottler}) gets the time from
 * outside and holds no thread.
 */
package io.bwe.remb;
