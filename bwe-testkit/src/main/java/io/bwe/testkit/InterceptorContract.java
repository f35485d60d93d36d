package io.bwe.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bwe.api.NanoClock;
import io.bwe.api.spi.InterceptorProvider;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What every interceptor must do. A subclass that names the provider is all it takes:
 *
 * <p>{@snippet :
 * class MyInterceptorContractTest extends InterceptorContract {
 *     @Override
 *     protected InterceptorProvider provider() {
 *         return new MyInterceptorProvider();
 *     }
 * }
 * }
 *
 * <p>Each test is one rule of {@link io.bwe.api.Interceptor} and of the handlers and writers that it returns. The
 * estimator is a {@link RecordingEstimator}, the clock is the machine's, except where order is at stake. Tests wait for
 * what they expect, never longer than {@link #patience()}, and call {@code close()} in a thread of its own.
 */
public abstract class InterceptorContract {
    /** For subclasses. */
    protected InterceptorContract() {
    }

    /**
     * The provider under test, found by name or created.
     *
     * @return the provider
     */
    protected abstract InterceptorProvider provider();

    /**
     * Whether the interceptor gives packets to the estimator of its configuration and sends RTCP of its own. Tests of
     * that are skipped if it does not.
     *
     * @return default true
     */
    protected boolean estimates() {
        return true;
    }

    /**
     * How long anything that a test waits for may take, a close in particular.
     *
     * @return default 10 s, ample for a busy machine
     */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Options with which {@code close()} soon gives up waiting for an RTCP writer that does not return, and with which
     * RTCP is sent often. For the two tests that wait for that, so that they are quick.
     *
     * @return names and values, default none
     */
    protected Map<String, String> impatientOptions() {
        return Map.of();
    }

    private InterceptorSession open(Map<String, String> options) {
        return new InterceptorSession(provider(), patience(), NanoClock.SYSTEM, options);
    }

    private void passingOn(Consumer<PassOnRules> rule) {
        try (InterceptorSession session = open(Map.of())) {
            rule.accept(new PassOnRules(session));
        }
    }

    private void living(Consumer<LifeCycleRules> rule) {
        try (InterceptorSession session = open(Map.of())) {
            rule.accept(new LifeCycleRules(session));
        }
    }

    private void estimating(Consumer<EstimationRules> rule) {
        assumeTrue(estimates(), "does not estimate");
        try (InterceptorSession session = open(Map.of())) {
            rule.accept(new EstimationRules(session));
        }
    }

    // ---- packets

    /** Every packet of a bound stream reaches the next handler once, in order, with its arrival time and ordinal. */
    @Test
    public void passesEveryPacketOnOnce() {
        passingOn(PassOnRules::everyPacketOnce);
    }

    /** So does every packet of a stream that nobody announced. */
    @Test
    public void passesUnsignalledPacketsOn() {
        passingOn(PassOnRules::unsignalledPackets);
    }

    /** So does every packet of a stream that was unbound. */
    @Test
    public void passesPacketsOnAfterUnbind() {
        passingOn(PassOnRules::afterUnbind);
    }

    /** So does every packet after close. */
    @Test
    public void passesPacketsOnAfterClose() {
        passingOn(PassOnRules::afterClose);
    }

    /** So does whatever is no RTP. */
    @Test
    public void passesMalformedPacketsOn() {
        passingOn(PassOnRules::malformedPackets);
    }

    /** Buffers of any kind are passed on and left as they were: position, limit, order, content. */
    @Test
    public void leavesBuffersAsTheyAre() {
        passingOn(PassOnRules::buffersUntouched);
    }

    /** What the next handler throws, the caller gets. */
    @Test
    public void leavesExceptionsOfTheNextToTheCaller() {
        passingOn(PassOnRules::exceptionsOfTheNext);
    }

    /** Packets of local streams are passed on as they are, after close too. */
    @Test
    public void passesLocalPacketsOn() {
        passingOn(PassOnRules::localPackets);
    }

    /** Received RTCP, well-formed or not, is passed on as it is, after close too. */
    @Test
    public void passesIncomingRtcpOn() {
        passingOn(PassOnRules::incomingRtcp);
    }

    /** RTCP to send, well-formed or not, is passed on as it is, after close too. */
    @Test
    public void passesOutgoingRtcpOn() {
        passingOn(PassOnRules::outgoingRtcp);
    }

    /** Nothing is lost when several threads put packets in, into one handler or each into its own. */
    @Test
    public void losesNothingBetweenThreads() {
        passingOn(PassOnRules::severalThreads);
    }

    /** In steady state a packet allocates nothing on the thread that puts it in. */
    @Test
    public void allocatesNothingPerPacket() {
        // Not with the usual estimator: to record takes memory, perhaps on the thread that puts packets in.
        try (InterceptorSession session = new InterceptorSession(provider(), patience(),
                new ConstantEstimator.Provider())) {
            new PassOnRules(session).nothingAllocated();
        }
    }

    // ---- life cycle

    /** A stream that is bound again passes its packets to the new next handler, and the replaced handler to the old. */
    @Test
    public void replacesAStreamThatIsBoundAgain() {
        living(LifeCycleRules::bindAgain);
    }

    /** Unbinding what was never bound is ignored. */
    @Test
    public void ignoresTheUnbindOfAnUnknownStream() {
        living(LifeCycleRules::unbindOfUnknown);
    }

    /** Unbinding after close is ignored. */
    @Test
    public void ignoresAnUnbindAfterClose() {
        living(LifeCycleRules::unbindAfterClose);
    }

    /** Binding after close is refused, wherever the interceptor would take part. */
    @Test
    public void refusesToBindAfterClose() {
        living(LifeCycleRules::bindAfterClose);
    }

    /** Closing needs nothing bound. */
    @Test
    public void closesWithNothingBound() {
        living(LifeCycleRules::closeWithNothingBound);
    }

    /** Closing again does nothing. */
    @Test
    public void closesTwice() {
        living(LifeCycleRules::closeTwice);
    }

    /** Several threads may close at once, and all return in time. */
    @Test
    public void closesFromSeveralThreads() {
        living(LifeCycleRules::closeFromSeveralThreads);
    }

    /** Packets are passed on while another thread closes. */
    @Test
    public void closesBesidePackets() {
        living(LifeCycleRules::closeBesidePackets);
    }

    /** Close returns in time even if the RTCP writer never does. */
    @Test
    public void closesThoughTheWriterIsStuck() {
        assumeTrue(estimates(), "does not write RTCP");
        try (InterceptorSession session = open(impatientOptions())) {
            new LifeCycleRules(session).closeWithAStuckWriter();
        }
    }

    /** The bandwidth control is the same object at each call, after close too, or always absent. */
    @Test
    public void alwaysHasTheSameBandwidthControl() {
        living(LifeCycleRules::sameControl);
    }

    /** What is to run at close runs once, even if it comes too late or another throws, and not if it was withdrawn. */
    @Test
    public void runsOnceWhatIsToRunAtClose() {
        living(LifeCycleRules::closeActions);
    }

    // ---- estimation

    /** Every packet put in has reached the estimator when close returns. */
    @Test
    public void estimatesEveryPacketBeforeCloseReturns() {
        estimating(EstimationRules::everyPacketBeforeCloseReturns);
    }

    /** The estimator sees what is in the packet. */
    @Test
    public void showsTheEstimatorThePacketAsItIs() {
        estimating(EstimationRules::packetsAsTheyAre);
    }

    /** The estimator sees the packets of all streams in the order of their arrival. */
    @Test
    public void estimatesInOrderOfArrival() {
        assumeTrue(estimates(), "does not estimate");
        // On a clock that stands still, so that no packet is late because the thread that puts it in was held up.
        try (InterceptorSession session = new InterceptorSession(provider(), patience(), new ManualClock(), Map.of())) {
            new EstimationRules(session).orderOfArrival();
        }
    }

    /** The estimator is called by one thread at a time. */
    @Test
    public void callsTheEstimatorFromOneThreadAtATime() {
        estimating(EstimationRules::oneThreadAtATime);
    }

    /** The times that the estimator is given never decrease, neither arrival nor now. */
    @Test
    public void neverTurnsTheEstimatorsTimeBack() {
        estimating(EstimationRules::timesNeverDecrease);
    }

    /** An estimator that throws does no harm to packets. */
    @Test
    public void keepsPacketsFromAnEstimatorThatThrows() {
        estimating(EstimationRules::throwingEstimator);
    }

    /** An RTCP writer that throws does no harm to estimation. */
    @Test
    public void keepsEstimationFromAWriterThatThrows() {
        estimating(EstimationRules::throwingWriter);
    }

    /** An RTCP writer that is bound again replaces the one before. */
    @Test
    public void replacesAWriterThatIsBoundAgain() {
        estimating(EstimationRules::writerReplaced);
    }

    /** The RTCP writer is not called once close has returned, neither because of a packet nor by a timer. */
    @Test
    public void writesNothingAfterClose() {
        assumeTrue(estimates(), "does not write RTCP");
        try (InterceptorSession session = open(impatientOptions())) {
            new EstimationRules(session).nothingWrittenAfterClose();
        }
    }

    // ---- the provider

    /** Each interceptor is a new one, and one is not closed with another. */
    @Test
    public void createsANewInterceptorEachTime() {
        try (InterceptorSession one = open(Map.of()); InterceptorSession other = open(Map.of())) {
            LifeCycleRules.createsAnew(one, other);
        }
    }

    /** The name is the same at each call and for each instance, and not empty. */
    @Test
    public void hasAStableName() {
        ProviderRules.nameIsStable(provider(), provider());
    }

    /** An unknown option is refused, and the refusal names it. */
    @Test
    public void refusesAnUnknownOption() {
        LifeCycleRules.unknownOptionRefused(provider(), patience());
    }
}
