package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedEstimatorTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private final Estimator estimator = mock(Estimator.class);
    private final RembStatistics statistics = new RembStatistics();
    private final GuardedEstimator guarded = new GuardedEstimator(estimator, statistics,
            new TroubleLog(new ManualClock()));
    private final PacketSlot packet = new PacketSlot();
    private boolean throwing;

    @BeforeEach
    void script() {
        when(estimator.usage()).thenReturn(BandwidthUsage.NORMAL);
        when(estimator.onPacket(any(), anyLong())).thenAnswer(call -> {
            if (throwing) {
                throw new IllegalStateException("intended");
            }
            return true;
        });
    }

    private void succeed(int times, long nowNs) {
        throwing = false;
        for (int i = 0; i < times; i++) {
            guarded.onPacket(packet, nowNs);
        }
    }

    private void fail(int times, long nowNs) {
        throwing = true;
        for (int i = 0; i < times; i++) {
            guarded.onPacket(packet, nowNs);
        }
    }

    @Test
    void aThrowWhileTheViewIsReadAnewLeavesTheLastView() {
        when(estimator.incomingBps()).thenReturn(5L);
        EstimateView before = guarded.freshView(EstimateView.NONE, 0);
        assertThat(before.incomingBps()).isEqualTo(5);
        when(estimator.incomingBps()).thenThrow(new IllegalStateException("intended"));
        assertThat(guarded.freshView(before, 0)).isSameAs(before);
        assertThat(statistics.estimatorErrors()).isEqualTo(1);
        fail(9, 0);
        assertThat(guarded.freshView(before, 0)).as("out of action").isSameAs(EstimateView.NONE);
    }

    @Test
    void tenThrowsInARowPutItOutOfAction() {
        fail(9, 0);
        assertThat(statistics.estimatorQuarantined()).isFalse();
        fail(1, 0);
        assertThat(statistics.estimatorQuarantined()).isTrue();
        assertThat(statistics.estimatorErrors()).isEqualTo(10);
    }

    @Test
    void aSuccessBreaksTheRow() {
        for (int i = 0; i < 11; i++) {
            fail(9, i * 20 * SECOND);
            succeed(1, i * 20 * SECOND);
        }
        assertThat(statistics.estimatorQuarantined()).isFalse();
        assertThat(statistics.estimatorErrors()).isEqualTo(99);
    }

    @Test
    void aHundredThrowsInTenSecondsPutItOutOfAction() {
        for (int i = 0; i < 99; i++) {
            fail(1, i * 100 * MS);
            succeed(1, i * 100 * MS);
        }
        assertThat(statistics.estimatorQuarantined()).isFalse();
        fail(1, 10 * SECOND);
        assertThat(statistics.estimatorQuarantined()).isTrue();
    }

    @Test
    void aHundredThrowsInElevenSecondsDoNot() {
        for (int i = 0; i < 400; i++) {
            fail(1, i * 111 * MS);
            succeed(1, i * 111 * MS);
        }
        assertThat(statistics.estimatorQuarantined()).isFalse();
        assertThat(statistics.estimatorErrors()).isEqualTo(400);
    }

    @Test
    void theWindowSlides() {
        for (int i = 0; i < 150; i++) {
            fail(1, i * 111 * MS);
            succeed(1, i * 111 * MS);
        }
        for (int i = 0; i < 99 && !statistics.estimatorQuarantined(); i++) {
            fail(1, 150 * 111 * MS + i * MS);
            succeed(1, 150 * 111 * MS + i * MS);
        }
        assertThat(statistics.estimatorQuarantined()).isTrue();
    }

    @Test
    void whatIsOutOfActionIsCalledNoMoreAndSaysNothing() {
        fail(10, 0);
        clearInvocations(estimator);
        guarded.onPacket(packet, 1);
        guarded.onTime(1);
        guarded.onRttUpdate(1, 1);
        guarded.removeStream(1, 1);
        guarded.reset(1);
        EstimateView last = EstimateView.of(new RecordingEstimator());
        clearInvocations(estimator);
        assertThat(guarded.view(last, 1)).isSameAs(EstimateView.NONE);
        verifyNoInteractions(estimator);
    }

    @Test
    void whateverThrowsIsCaughtAndCounted() {
        doThrow(new StackOverflowError("intended")).when(estimator).onTime(anyLong());
        doThrow(new IllegalStateException("intended")).when(estimator).onRttUpdate(anyLong(), anyLong());
        doThrow(new IllegalStateException("intended")).when(estimator).removeStream(anyLong(), anyLong());
        doThrow(new IllegalStateException("intended")).when(estimator).reset();
        when(estimator.hasEstimate()).thenThrow(new IllegalStateException("intended"));
        guarded.onTime(0);
        guarded.onRttUpdate(1, 0);
        guarded.removeStream(1, 0);
        guarded.reset(0);
        EstimateView last = EstimateView.of(new RecordingEstimator());
        assertThat(guarded.view(last, 0)).as("what it said last").isSameAs(last);
        assertThat(statistics.estimatorErrors()).isEqualTo(5);
        assertThat(statistics.estimatorQuarantined()).isFalse();
    }

    @Test
    void theViewIsTheSameObjectWhileNothingHasChanged() {
        RecordingEstimator recording = new RecordingEstimator();
        GuardedEstimator other = new GuardedEstimator(recording, statistics, new TroubleLog(new ManualClock()));
        other.onPacket(packet, 0);
        EstimateView first = other.view(EstimateView.NONE, 0);
        assertThat(first.estimateBps()).isEqualTo(1_000_000);
        assertThat(other.view(first, 1)).isSameAs(first);
        recording.bitrateBps = 2_000_000;
        assertThat(other.view(first, 2).estimateBps()).isEqualTo(2_000_000);
    }

    @Test
    void countsTurnsToOveruse() {
        for (BandwidthUsage usage : new BandwidthUsage[]{BandwidthUsage.OVERUSING, BandwidthUsage.OVERUSING,
                BandwidthUsage.NORMAL, BandwidthUsage.UNDERUSING, BandwidthUsage.OVERUSING}) {
            when(estimator.usage()).thenReturn(usage);
            guarded.onPacket(packet, 0);
        }
        assertThat(statistics.overuseDetections()).isEqualTo(2);
    }

    @Test
    void wantOfMemoryIsCountedAndNotHeldAgainstIt() {
        RecordingEstimator recording = new RecordingEstimator();
        GuardedEstimator lacking = new GuardedEstimator(recording, statistics, new TroubleLog(new ManualClock()));
        lacking.onPacket(packet, 0);
        EstimateView before = lacking.view(EstimateView.NONE, 0);
        recording.onPacket = seen -> {
            throw new OutOfMemoryError("intended");
        };
        for (int i = 0; i < 9; i++) {
            lacking.onPacket(packet, 0);
        }
        assertThat(lacking.view(before, 0)).isSameAs(before);
        lacking.onPacket(packet, 0);
        assertThat(lacking.view(before, 0)).as("ten in a row").isSameAs(EstimateView.NONE);
        assertThat(lacking.freshView(before, 0)).isSameAs(EstimateView.NONE);
        for (int i = 0; i < 200; i++) {
            lacking.onPacket(packet, 0);
        }
        assertThat(statistics.estimatorErrors()).isEqualTo(210);
        assertThat(statistics.estimatorQuarantined()).isFalse();
        recording.onPacket = seen -> {
        };
        lacking.onPacket(packet, 0);
        assertThat(lacking.view(EstimateView.NONE, 0).hasEstimate()).isTrue();
    }
}
