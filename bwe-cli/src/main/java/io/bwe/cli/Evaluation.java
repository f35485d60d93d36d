package io.bwe.cli;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.lab.Lab;
import io.bwe.testkit.lab.LabMetrics;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.SenderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs estimators through scenarios, as many at a time as the machine has processors. */
final class Evaluation {
    private final SenderKind sender;
    private final EvaluationSeeds seeds;
    private final ProgressLine progress;

    Evaluation(SenderKind sender, EvaluationSeeds seeds, ProgressLine progress) {
        this.sender = sender;
        this.seeds = seeds;
        this.progress = progress;
    }

    /**
     * Runs all.
     *
     * @return a case for each scenario and estimator, in the order given
     * @throws BadInputException if an estimator throws
     * @throws InterruptedException if this thread is interrupted
     */
    List<EvaluationCase> run(List<Scenario> scenarios, List<EstimatorProvider> estimators)
            throws BadInputException, InterruptedException {
        progress.start((long) scenarios.size() * estimators.size() * seeds.count());
        ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<EvaluationCase> cases = new ArrayList<>();
            List<List<Future<LabMetrics>>> waiting = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                for (EstimatorProvider estimator : estimators) {
                    List<Future<LabMetrics>> runs = new ArrayList<>();
                    for (int seed = seeds.first(); seed <= seeds.last(); seed++) {
                        long number = seed;
                        runs.add(workers.submit(() -> Lab.run(scenario, estimator, sender, number).metrics()));
                    }
                    waiting.add(runs);
                }
            }
            for (Scenario scenario : scenarios) {
                for (EstimatorProvider estimator : estimators) {
                    cases.add(new EvaluationCase(scenario, estimator, results(waiting.get(cases.size()), scenario,
                            estimator)));
                }
            }
            return cases;
        } finally {
            workers.shutdownNow();
            progress.clear();
        }
    }

    private List<LabMetrics> results(List<Future<LabMetrics>> runs, Scenario scenario, EstimatorProvider estimator)
            throws BadInputException, InterruptedException {
        List<LabMetrics> results = new ArrayList<>();
        for (Future<LabMetrics> run : runs) {
            try {
                results.add(run.get());
            } catch (ExecutionException e) {
                throw new BadInputException("estimator " + estimator.name() + " failed in scenario " + scenario.name()
                        + ": " + e.getCause(), e);
            }
            progress.advance(1);
        }
        return results;
    }
}
