package io.bwe.remb;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.EstimateExplainer;
import io.bwe.api.Explanation;
import io.bwe.api.ExplanationListener;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the estimation does, in words, on its way from the transport task, which has them made, to the listeners, whom
 * the REMB task tells. Nothing is made while nobody listens.
 */
final class Explanations {
    /** How many may wait for a listener. They are rare: some a second where a lot happens. */
    static final int CAPACITY = 64;

    private final RembStatistics statistics;
    private final TroubleLog log;
    private final UserCodeGate gate;
    private final Runnable wake;
    private final CopyOnWriteArrayList<ExplanationListener> listeners = new CopyOnWriteArrayList<>();
    private final SpscAtomicArrayQueue<Explanation> waiting = new SpscAtomicArrayQueue<>(CAPACITY);
    /** Made beforehand: tasks link nothing while they run. */
    private final Consumer<Explanation> sink = this::put;
    /** Transport task only. */
    private @Nullable EstimateExplainer explainer;

    /**
     * @param gate lets calls to listeners through
     * @param wake lets the task run that tells the listeners
     */
    Explanations(RembStatistics statistics, TroubleLog log, UserCodeGate gate, Runnable wake) {
        this.statistics = statistics;
        this.log = log;
        this.gate = gate;
        this.wake = wake;
    }

    // ---- any thread

    Subscription subscribe(ExplanationListener listener) {
        // A wrapper of its own, so that a listener subscribed twice is told twice and unsubscribed once.
        ExplanationListener subscribed = listener::onExplanation;
        listeners.add(subscribed);
        return () -> listeners.remove(subscribed);
    }

    // ---- transport task

    /** Explains what happens; null while nobody listens. */
    @Nullable
    EstimateExplainer explainer() {
        if (listeners.isEmpty()) {
            explainer = null;
            return null;
        }
        EstimateExplainer current = explainer;
        if (current == null) {
            current = new EstimateExplainer(sink);
            explainer = current;
        }
        return current;
    }

    private void put(Explanation explanation) {
        if (waiting.offer(explanation)) {
            wake.run();
        } else {
            statistics.explanationsDropped.incrementAndGet();
        }
    }

    // ---- REMB task

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void tell() {
        for (Explanation next = waiting.peek(); next != null; next = waiting.peek()) {
            for (ExplanationListener listener : listeners) {
                gate.run("an explanation listener", new Telling(listener, next));
            }
            waiting.poll(); // only now: rather tell a listener twice than not at all
        }
    }

    private final class Telling implements Runnable {
        private final ExplanationListener listener;
        private final Explanation explanation;

        Telling(ExplanationListener listener, Explanation explanation) {
            this.listener = listener;
            this.explanation = explanation;
        }

        @Override
        public void run() {
            try {
                listener.onExplanation(explanation);
            } catch (Throwable e) {
                statistics.listenerThrows.incrementAndGet();
                log.report("an explanation listener threw", e);
            }
        }
    }
}
