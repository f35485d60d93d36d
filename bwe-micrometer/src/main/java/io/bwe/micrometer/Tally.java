package io.bwe.micrometer;

import io.bwe.api.BandwidthControl;
import io.bwe.api.DelayHistogram;
import io.bwe.api.NanoClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what interceptors count and hold, by estimator. A count is that of the interceptors that live and of those that
 * lived; so it never decreases, whoever comes and goes.
 *
 * <p>May be used from any thread. Reading takes a time in proportion to the interceptors that live; meanwhile no other
 * reading is done, and none comes or goes. No foreign code is called under the lock but getters, which do not wait.
 */
final class Tally {
    private static final double NOTHING = Double.NaN;

    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<BandwidthControl, Member> members = new IdentityHashMap<>();
    private final Map<String, EstimatorTotals> totals = new LinkedHashMap<>();
    /** How many estimators there are, for a look without the lock. */
    private volatile int estimatorCount;

    Tally(NanoClock clock) {
        this.clock = clock;
    }

    /**
     * Takes an interceptor in.
     *
     * @return the new member, null if it is one already
     */
    @Nullable
    Member add(BandwidthControl control) {
        lock.lock();
        try {
            if (members.containsKey(control)) {
                return null;
            }
            Member member = new Member(control, totalsOf(control.estimatorName()));
            members.put(control, member);
            return member;
        } finally {
            lock.unlock();
        }
    }

    /** Lets an interceptor go; what it has counted stays. */
    void remove(Member member) {
        lock.lock();
        try {
            if (members.remove(member.control, member)) {
                follow(member);
                member.settle();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets an interceptor go as if it had never been taken in. */
    void forget(Member member) {
        lock.lock();
        try {
            members.remove(member.control, member);
        } finally {
            lock.unlock();
        }
    }

    /** Those that live. */
    List<Member> members() {
        lock.lock();
        try {
            return new ArrayList<>(members.values());
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return members.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int estimatorCount() {
        return estimatorCount;
    }

    /** The estimators seen so far, in the order in which they were seen. */
    List<String> estimators() {
        lock.lock();
        try {
            return List.copyOf(totals.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** What was counted under an estimator since the beginning. */
    long count(String estimator, int index) {
        lock.lock();
        try {
            return countLocked(totalsOf(estimator), index);
        } finally {
            lock.unlock();
        }
    }

    /** What the interceptors that an estimator drives hold, added up. */
    long sum(String estimator, ToLongFunction<BandwidthControl> level) {
        lock.lock();
        try {
            EstimatorTotals of = totalsOf(estimator);
            long sum = 0;
            for (Member member : members.values()) {
                if (follow(member) == of) {
                    sum += level.applyAsLong(member.control);
                }
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    /** The estimate in bits per second that a share of the interceptors that have one do not exceed; NaN without any. */
    double estimateBps(String estimator, double share) {
        lock.lock();
        try {
            EstimatorTotals of = totalsOf(estimator);
            long[] estimates = members.values().stream().filter(member -> follow(member) == of)
                    .map(member -> member.control.estimate()).filter(view -> view.hasEstimate())
                    .mapToLong(view -> view.estimateBps()).toArray();
            if (estimates.length == 0) {
                return NOTHING;
            }
            Arrays.sort(estimates);
            return estimates[Math.max(0, (int) Math.ceil(share * estimates.length) - 1)];
        } finally {
            lock.unlock();
        }
    }

    /** The delay in nanoseconds that a share of the packets of the last minute did not exceed; NaN without packets. */
    double delayNs(String estimator, double share) {
        lock.lock();
        try {
            EstimatorTotals of = totalsOf(estimator);
            long[] recent = of.recentDelays.at(clock.nanoTime(), () -> delayCounts(of));
            long delayNs = DelayHistogram.percentileNs(recent, share);
            return delayNs < 0 ? NOTHING : delayNs;
        } finally {
            lock.unlock();
        }
    }

    private long countLocked(EstimatorTotals of, int index) {
        long live = 0;
        for (Member member : members.values()) {
            if (follow(member) == of) {
                live += member.count(index);
            }
        }
        // Last: an interceptor that was seen to have changed its estimator has left something.
        return live + of.settled(index);
    }

    private long[] delayCounts(EstimatorTotals of) {
        long[] counts = new long[DelayHistogram.BUCKETS];
        for (Member member : members.values()) {
            if (follow(member) == of) {
                for (int bucket = 0; bucket < counts.length; bucket++) {
                    counts[bucket] += member.count(Counts.delayBucket(bucket));
                }
            }
        }
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += of.settled(Counts.delayBucket(bucket));
        }
        return counts;
    }

    /** Sees whether another estimator has taken over, and parts what it will count from what was counted before. */
    private EstimatorTotals follow(Member member) {
        String name = member.control.estimatorName();
        if (!name.equals(member.totals().estimator)) {
            member.moveTo(totalsOf(name));
        }
        return member.totals();
    }

    private EstimatorTotals totalsOf(String estimator) {
        EstimatorTotals found = totals.computeIfAbsent(estimator,
                name -> new EstimatorTotals(name, clock.nanoTime()));
        estimatorCount = totals.size();
        return found;
    }
}
