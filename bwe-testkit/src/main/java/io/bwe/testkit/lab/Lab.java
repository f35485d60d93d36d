package io.bwe.testkit.lab;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.CapacitySchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs scenarios. Each media flow gets an estimator of its own, with default limits, and a sender of the kind that is
 * asked for.
 *
 * <p>No state: may be called by several threads at the same time, if the provider may.
 */
public final class Lab {
    private static final long FIRST_SSRC = 1_000;

    private Lab() {
    }

    /**
     * Runs a scenario.
     *
     * @param scenario who sends over which links
     * @param provider makes the estimators
     * @param sender what the senders of media do with a REMB
     * @param seed decides all that is chance; the same seed gives the same
     * @return what came of it
     */
    public static LabResult run(Scenario scenario, EstimatorProvider provider, SenderKind sender, long seed) {
        return new Bench(scenario, provider, sender, seed).run();
    }

    /** One run. */
    private static final class Bench {
        private final Agenda agenda = new Agenda();
        private final Scenario scenario;
        private final EstimatorProvider provider;
        private final SenderKind sender;
        private final Random seeds;
        private final long durationNs;
        private final CapacitySchedule capacity;
        private final Bottleneck forward;
        private final Bottleneck backward;
        private final List<LabFlow> flows = new ArrayList<>();
        private final List<Runnable> starts = new ArrayList<>();

        Bench(Scenario scenario, EstimatorProvider provider, SenderKind sender, long seed) {
            this.scenario = scenario;
            this.provider = provider;
            this.sender = sender;
            seeds = new Random(seed);
            durationNs = scenario.duration().toNanos();
            capacity = scenario.forward().capacity(seeds.nextLong());
            forward = scenario.forward().bottleneck(agenda, capacity, new Random(seeds.nextLong()));
            CapacitySchedule back = scenario.backward().capacity(seeds.nextLong());
            backward = scenario.backward().bottleneck(agenda, back, new Random(seeds.nextLong()));
        }

        LabResult run() {
            scenario.flows().forEach(this::add);
            starts.forEach(Runnable::run);
            agenda.run(durationNs);
            return new LabResult(scenario, capacity, List.copyOf(flows));
        }

        private void add(FlowSpec flow) {
            switch (flow) {
                case MediaFlow media -> add(media);
                case TcpFlow tcp -> add(tcp);
                case ConstantFlow constant -> add(constant);
            }
        }

        private void add(MediaFlow flow) {
            MediaSettings spec = flow.settings();
            Route media = route(spec.backward, spec.extraDelayNs);
            Route feedback = route(!spec.backward, spec.extraDelayNs);
            EstimateLog estimates = new EstimateLog(durationNs);
            RateControl rateControl = sender.create(spec.limits());
            LinkSpec back = spec.backward ? scenario.forward() : scenario.backward();
            MediaReceiver receiver = new MediaReceiver(agenda, spec, provider.create(EstimatorConfig.defaults()),
                    rateControl, feedback, back.propagationNs(0) + spec.extraDelayNs, estimates);
            MediaSender source = new MediaSender(agenda, spec, FIRST_SSRC + flows.size(), rateControl, media,
                    receiver, new Random(seeds.nextLong()));
            flows.add(new LabFlow(flow, media.log(), estimates));
            starts.add(source::start);
        }

        private void add(TcpFlow flow) {
            Route data = route(false, flow.extraDelay().toNanos());
            Route acknowledgements = route(true, flow.extraDelay().toNanos());
            flows.add(new LabFlow(flow, data.log(), new EstimateLog(durationNs)));
            TcpTransfers transfers = new TcpTransfers(agenda, flow, data, acknowledgements,
                    new Random(seeds.nextLong()));
            starts.add(transfers::start);
        }

        private void add(ConstantFlow flow) {
            Route route = route(false, 0);
            flows.add(new LabFlow(flow, route.log(), new EstimateLog(durationNs)));
            double intervalNs = flow.packetBytes() * 8e9 / flow.rateBps();
            starts.add(() -> agenda.at(flow.start().toNanos(), () -> sendConstantly(flow, route, intervalNs, 1)));
        }

        private void sendConstantly(ConstantFlow flow, Route route, double intervalNs, long number) {
            if (agenda.nowNs() < flow.end().toNanos()) {
                route.send(flow.packetBytes(), () -> {
                });
                agenda.at(flow.start().toNanos() + Math.round(number * intervalNs),
                        () -> sendConstantly(flow, route, intervalNs, number + 1));
            }
        }

        private Route route(boolean overBackward, long extraDelayNs) {
            LinkSpec link = overBackward ? scenario.backward() : scenario.forward();
            FlowLog log = new FlowLog(durationNs);
            Path path = new Path(agenda, link, extraDelayNs, log, new Random(seeds.nextLong()));
            return new Route(agenda, overBackward ? backward : forward, path, log);
        }
    }
}
