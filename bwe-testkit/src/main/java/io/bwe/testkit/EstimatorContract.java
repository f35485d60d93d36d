package io.bwe.testkit;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import org.junit.jupiter.api.Test;

/**
 * What every estimator must do, whatever its algorithm. A subclass that names the provider is all it takes:
 *
 * <p>{@snippet :
 * class MyEstimatorContractTest extends EstimatorContract {
 *     @Override
 *     protected EstimatorProvider provider() {
 *         return new MyEstimatorProvider();
 *     }
 * }
 * }
 *
 * <p>Each test is one rule of {@link io.bwe.api.Estimator} or {@link EstimatorProvider}. Everything is deterministic:
 * packets are computed, time is passed in, chance has a fixed seed. "Absurd" means an exception, or an estimate that is
 * negative or outside its limits.
 */
public abstract class EstimatorContract {
    /** For subclasses. */
    protected EstimatorContract() {
    }

    /**
     * The provider under test, found by name or created.
     *
     * @return the provider
     */
    protected abstract EstimatorProvider provider();

    /**
     * What the packets for the estimator carry. With send time they have abs-send-time and RTP timestamps, without only
     * RTP timestamps. An estimator that uses either is tested twice; one that needs some packets to find out what they
     * carry is tested with the kind that it starts with.
     *
     * @return whether packets carry abs-send-time; default: unless the provider works without send time
     */
    protected boolean packetsHaveSendTime() {
        return !provider().worksWithoutSendTime();
    }

    private EstimatorSubject subject() {
        return new EstimatorSubject(provider(), packetsHaveSendTime());
    }

    // ---- what an estimator says

    /** Without a packet and without a start there is no estimate, no live stream, and usage is normal. */
    @Test
    public void saysNothingBeforeThereIsEvidence() {
        new EvidenceRules(subject()).noEstimateBeforeEvidence();
    }

    /** While there is no estimate, its value is zero. */
    @Test
    public void saysZeroWhileThereIsNoEstimate() {
        new EvidenceRules(subject()).zeroWhileThereIsNoEstimate();
    }

    /** A configured start is the estimate from the beginning. */
    @Test
    public void takesAStartForEvidence() {
        new EvidenceRules(subject()).startIsEvidence();
    }

    /** A packet that led to an update left an estimate; and some packets lead to one. */
    @Test
    public void hasAnEstimateAfterAnUpdate() {
        new EvidenceRules(subject()).updateMeansEstimate();
    }

    /** Usage is never null. */
    @Test
    public void alwaysSaysAUsage() {
        new EvidenceRules(subject()).usageIsThere();
    }

    /** The incoming rate is that of the packets, and -1 before the first. */
    @Test
    public void measuresWhatArrives() {
        new EvidenceRules(subject()).measuresWhatArrives();
    }

    // ---- limits

    /** No estimate is below the configured minimum, whatever comes. */
    @Test
    public void keepsTheMinimum() {
        new LimitRules(subject()).keepsTheMinimum();
    }

    /** No estimate is above the configured maximum, whatever comes. */
    @Test
    public void keepsTheMaximum() {
        new LimitRules(subject()).keepsTheMaximum();
    }

    // ---- repeatability

    /** Two estimators that get the same packets report the same updates, and say and describe the same after each. */
    @Test
    public void saysTheSameForTheSamePackets() {
        new RepeatabilityRules(subject()).samePacketsGiveTheSame();
    }

    /** An estimator that was reset says and describes what a new one does. */
    @Test
    public void isAsNewAfterAReset() {
        new RepeatabilityRules(subject()).resetMakesNew();
    }

    /** Several estimators at the same time take no notice of each other. */
    @Test
    public void sharesNothingWithOtherInstances() {
        new RepeatabilityRules(subject()).instancesAreIndependent();
    }

    // ---- descriptions

    /** To describe changes nothing. */
    @Test
    public void isNotChangedByDescribing() {
        new DescriptionRules(subject()).describingChangesNothing();
    }

    /** Names are the same in the same order after every packet, and none is there twice. */
    @Test
    public void describesTheSameNamesInTheSameOrder() {
        new DescriptionRules(subject()).sameNamesInTheSameOrder();
    }

    /** No described number is NaN or infinite, whatever comes. */
    @Test
    public void describesFiniteNumbers() {
        new DescriptionRules(subject()).describedNumbersAreFinite();
    }

    // ---- streams

    /** Live streams are listed in ascending order of their unsigned SSRCs, each once. */
    @Test
    public void listsLiveStreamsInAscendingOrder() {
        new StreamRules(subject()).ascendingOrder();
    }

    /** An index without a stream is refused. */
    @Test
    public void refusesAnIndexWithoutAStream() {
        new StreamRules(subject()).indicesInRangeOnly();
    }

    /** A removed stream leaves the list at once, and may come back. */
    @Test
    public void forgetsARemovedStreamAtOnce() {
        new StreamRules(subject()).removedStreamsLeaveAtOnce();
    }

    /** Removal of an unknown stream changes nothing. */
    @Test
    public void ignoresTheRemovalOfAnUnknownStream() {
        new StreamRules(subject()).unknownStreamsAreIgnored();
    }

    /** A stream leaves the list by time alone, when strictly more than the time-out has passed. */
    @Test
    public void letsIdleStreamsGoAsTimePasses() {
        new StreamRules(subject()).idleByTime();
    }

    /** A stream leaves the list with a packet of another, when strictly more than the time-out has passed. */
    @Test
    public void letsIdleStreamsGoAsOthersGoOn() {
        new StreamRules(subject()).idleByPackets();
    }

    /** Thousands of streams are all listed. */
    @Test
    public void copesWithManyStreams() {
        new HostileInputRules(subject()).manySsrcs();
    }

    // ---- clocks

    /** The wrap of abs-send-time after 64 s makes no difference. */
    @Test
    public void doesNotNoticeThatSendTimesWrap() {
        new ClockRules(subject()).sendTimeWraps();
    }

    /** The wrap of RTP timestamps and sequence numbers makes no difference. */
    @Test
    public void doesNotNoticeThatRtpCountersWrap() {
        new ClockRules(subject()).rtpCountersWrap();
    }

    /**
     * Where the clocks of arrival and of the calls begin makes no difference, nor how far they are apart. Origins are
     * whole seconds, and estimates may differ for up to a second, as what is counted in bins may.
     */
    @Test
    public void doesNotCareWhereClocksBegin() {
        new ClockRules(subject()).originsOfClocks();
    }

    /** Time that passes between packets changes no later estimate. */
    @Test
    public void isNotChangedByTimeWithoutPackets() {
        new ClockRules(subject()).timeWithoutPackets();
    }

    // ---- hostile input

    /** Nothing absurd when the sender's clock jumps, forwards or backwards, near or far. */
    @Test
    public void survivesJumpsOfTheSendersClock() {
        new HostileInputRules(subject()).senderClockJumps();
    }

    /** Nothing absurd when packets overtake each other. */
    @Test
    public void survivesReordering() {
        new HostileInputRules(subject()).reordering();
    }

    /** Nothing absurd when packets come more than once. */
    @Test
    public void survivesDuplicates() {
        new HostileInputRules(subject()).duplicates();
    }

    /** Nothing absurd with sizes from zero to the largest number. */
    @Test
    public void survivesAnySize() {
        new HostileInputRules(subject()).anySize();
    }

    /** Nothing absurd when packets arrive all at once. */
    @Test
    public void survivesArrivalStandingStill() {
        new HostileInputRules(subject()).arrivalStandingStill();
    }

    /** Nothing absurd after silences of seconds to a century. */
    @Test
    public void survivesLongSilences() {
        new HostileInputRules(subject()).longSilences();
    }

    /** Nothing absurd when some packets carry a send time and others do not. */
    @Test
    public void survivesPacketsWithoutSendTime() {
        new HostileInputRules(subject()).withoutSendTime();
    }

    /** Nothing absurd with round-trip times from a nanosecond to centuries. */
    @Test
    public void survivesAnyRoundTripTime() {
        new HostileInputRules(subject()).anyRoundTripTime();
    }

    /** Round-trip times of zero and less are ignored. */
    @Test
    public void ignoresRoundTripTimesThatAreNone() {
        new HostileInputRules(subject()).roundTripTimesThatAreNone();
    }

    /** Nothing absurd when every field is random. */
    @Test
    public void survivesAnyPacket() {
        new HostileInputRules(subject()).anyPacket();
    }

    // ---- cost

    /** In steady state a packet allocates nothing. */
    @Test
    public void allocatesNothingPerPacket() {
        new CostRules(subject()).nothingIsAllocatedPerPacket();
    }

    /** To describe allocates nothing. */
    @Test
    public void allocatesNothingToDescribe() {
        new CostRules(subject()).nothingIsAllocatedToDescribe();
    }

    // ---- the point of it all

    /** When more is sent than the link can carry, the estimate falls below what is sent within five seconds. */
    @Test
    public void fallsUnderSustainedOveruse() {
        new ResponseRules(subject()).fallsUnderOveruse();
    }

    /** When sender and estimator are a closed loop, the estimate comes down to a capacity that has fallen. */
    @Test
    public void comesDownToTheCapacity() {
        new ResponseRules(subject()).comesDown();
    }

    /** In a closed loop the estimate stays above half of a capacity that has fallen. */
    @Test
    public void doesNotStarveTheSender() {
        new ResponseRules(subject()).doesNotStarve();
    }

    /** In a closed loop the estimate rises again when the capacity does. */
    @Test
    public void recovers() {
        new ResponseRules(subject()).recovers();
    }

    // ---- the provider

    /** The name is the same at each call and for each instance, and not empty. */
    @Test
    public void hasAStableName() {
        ProviderRules.nameIsStable(provider(), provider());
    }

    /** An unknown option is refused, and the refusal names it. */
    @Test
    public void refusesAnUnknownOption() {
        EstimatorConfig config = EstimatorConfig.builder().option(ProviderRules.UNKNOWN_OPTION, "1").build();
        ProviderRules.refusesUnknownOption(() -> provider().create(config));
    }
}
