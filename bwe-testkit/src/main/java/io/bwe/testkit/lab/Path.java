package io.bwe.testkit.lab;

import java.util.Random;

/**
 * What a flow's packets meet behind the bottleneck: propagation, jitter that reorders nothing, reordering, loss. Each
 * draws from a sequence of its own, so that switching one on leaves the others as they were.
 */
final class Path {
    /** Jitter is the positive half of a normal distribution, cut here. */
    private static final double MAX_JITTER_DEVIATIONS = 3;

    private final Agenda agenda;
    private final LinkSpec spec;
    private final long extraDelayNs;
    private final FlowLog log;
    private final LossModel losses;
    private final Random jitters;
    private final Random reorderings;
    private long lastInOrderNs;

    Path(Agenda agenda, LinkSpec spec, long extraDelayNs, FlowLog log, Random seeds) {
        this.agenda = agenda;
        this.spec = spec;
        this.extraDelayNs = extraDelayNs;
        this.log = log;
        losses = new LossModel(spec.lossRate(), spec.lossBurst(), new Random(seeds.nextLong()));
        jitters = new Random(seeds.nextLong());
        reorderings = new Random(seeds.nextLong());
    }

    /** Takes a packet that has passed the bottleneck. */
    void carry(WirePacket packet) {
        boolean lost = losses.losesNext();
        double jitterNs = spec.jitterNs() * Math.min(Math.abs(jitters.nextGaussian()), MAX_JITTER_DEVIATIONS);
        boolean reordered = reorderings.nextDouble() < spec.reorderRate();
        if (lost) {
            log.lost();
            return;
        }
        long arrivalNs = agenda.nowNs() + spec.propagationNs(agenda.nowNs()) + extraDelayNs + Math.round(jitterNs);
        if (reordered) {
            arrivalNs += spec.reorderDelayNs();
        } else {
            lastInOrderNs = Math.max(lastInOrderNs, arrivalNs);
            arrivalNs = lastInOrderNs;
        }
        agenda.at(arrivalNs, () -> {
            log.received(agenda.nowNs(), packet.bytes(), packet.waitedNs());
            packet.arrive();
        });
    }

    /** Takes note of a packet that the queue dropped. */
    void dropped(WirePacket packet) {
        log.lost();
    }
}
