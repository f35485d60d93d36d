package io.bwe.testkit.lab;

/**
 * A run in figures. NaN stands for what does not apply. Rates are those on the wire.
 *
 * @param utilisation what arrived of all flows over the forward link, relative to what it could have carried
 * @param meanQueueMs how long packets of media waited in the queue, on average, in milliseconds
 * @param p95QueueMs how long 95 % of them waited at most, in milliseconds
 * @param loss the share of packets of media that were lost
 * @param convergenceS how long it took a flow of media from its start until over a second it sent and got 80 % of its part, in
 *        seconds, the mean over flows; one that never did counts with its whole time. A flow's part is what it wants, or
 *        an equal share of what unresponsive traffic leaves, whichever is less
 * @param recoveryS the same from each time at which a flow's part rose by half or more at once; one that never did
 *        counts with the time until its part fell to half of that
 * @param riseUse what of its part a flow got within 10 s after each such time, or for as long as its part did not fall to
 *        half; the mean over these
 * @param longestDipS the longest time for which a flow of media sent less than 80 % of its part, counted in seconds that
 *        slide by a tenth, after it had got its part at first and after each such time; the most of any flow, NaN if none ever
 *        got its part
 * @param overshoot what media sent in each second beyond what the link could carry and unresponsive traffic left,
 *        relative to all that it could carry
 * @param fairness Jain's index of the rates of the media flows while all of them were active, 1 being equal
 * @param rembsPerSecond REMBs of a flow
 * @param share what media got of all that arrived between TCP's first start and last end
 */
public record LabMetrics(double utilisation, double meanQueueMs, double p95QueueMs, double loss, double convergenceS,
        double recoveryS, double riseUse, double longestDipS, double overshoot, double fairness, double rembsPerSecond,
        double share) {
}
