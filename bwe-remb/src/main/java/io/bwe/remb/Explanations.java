package io.bwe.remb;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.EstimateExplainer;
import io.bwe.api.Explanation;
import io.bwe.api.ExplanationListener;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
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
    /**
     * Has one producer. But its offer is a compare-and-set, which the wake-up needs: whoever offers and then sees the
     * task awake must have been seen by it. An offer with ordered stores does not promise that.
     */
    private final MpscAtomicArrayQueue<Explanation> waiting = new MpscAtomicArrayQueue<>(CAPACITY);
    /** Made beforehand: tasks link nothing while they run. */
    private final Consumer<Explanation> sink = this::put;
    /** Made by the subscriber, on whose thread all of it is loaded; used by the transport task. */
    private volatile @Nullable EstimateExplainer explainer;

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
        if (listeners.isEmpty()) {
            // Of two that subscribe at once, one may begin anew what the other has begun: one more first line.
            explainer = new EstimateExplainer(sink);
        }
        listeners.add(subscribed);
        return () -> listeners.remove(subscribed);
    }

    // ---- transport task

    /** Explains what happens; null while nobody listens. */
    @Nullable
    EstimateExplainer explainer() {
        return listeners.isEmpty() ? null : explainer;
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

    /** Tells the listeners the next one, if there is one. */
    void tellNext() {
        Explanation next = waiting.peek();
        if (next == null) {
            return;
        }
        for (ExplanationListener listener : listeners) {
            gate.run("an explanation listener", new Telling(listener, next));
        }
        waiting.poll(); // only now: rather tell a listener twice than not at all
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
