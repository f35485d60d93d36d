/**
 * The estimator {@code standing-queue}.
 *
 * <p>It keeps two facts. Whether a queue <b>stands</b>: the least queue delay of the last 300 ms, or 100 ms if it
 * is longer, which jitter, Wi-Fi stalls and the queue that a frame makes by itself leave at zero. And what the <b>link carries</b>: what is delivered
 * while the queue stands, and the rate at which packets sent back to back come out of the bottleneck, also while the
 * average load is far below it.
 * <pre>
 *  packet ──► OneWayDelay ──► BaseDelay ──► DelayWindow ──► PathStep, QueueReading ──┐
 *                  └────────────► PacketTrain ──► TrainRates (ShortTrains) ───────────┤
 *                                                                                     ▼
 *            RateControl, each 25 ms:  QueueEvent (Plateau) or Growth ──► Belief ──► PayloadShare ──► estimate
 * </pre>
 * While no queue stands the belief grows, slowly around what was last found and then faster, or follows the trains, unless
 * following them has led to a queue lately. When one stands, the sender is braked at once, and {@code QueueEvent} finds out whose queue
 * it is: ours alone, shared with others, or theirs.
 *
 * <p>The ideas are known: standing delay as a minimum over a short window (Copa, Arun and Balakrishnan 2018), the minimum
 * that tells a good queue from a bad one (CoDel, Nichols and Jacobson 2012), delivered rate as capacity (BBR, Cardwell
 * and others 2016), dispersion of packet trains (Dovrolis and others 2001), growth that is slow near the known point
 * (CUBIC, RFC 9438), a base delay over windows (LEDBAT, RFC 6817). Constants and their combination are this project's.
 */
package io.bwe.queue;
