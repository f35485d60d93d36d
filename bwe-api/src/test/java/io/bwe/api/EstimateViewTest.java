package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EstimateViewTest {
    /** Says what it is told to say. */
    private static final class Puppet implements Estimator {
        private boolean hasEstimate = true;
        private long estimateBps = 1_000_000;
        private long incomingBps = 900_000;
        private BandwidthUsage usage = BandwidthUsage.NORMAL;
        private long[] liveSsrcs = {7, 4_294_967_295L};

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onTime(long nowNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasEstimate() {
            return hasEstimate;
        }

        @Override
        public long estimateBps() {
            return estimateBps;
        }

        @Override
        public long incomingBps() {
            return incomingBps;
        }

        @Override
        public BandwidthUsage usage() {
            return usage;
        }

        @Override
        public int liveSsrcCount() {
            return liveSsrcs.length;
        }

        @Override
        public long liveSsrc(int index) {
            return liveSsrcs[index];
        }

        @Override
        public void describe(DiagnosticSink sink) {
            throw new UnsupportedOperationException();
        }
    }

    private final Puppet estimator = new Puppet();

    @Test
    void takesWhatTheEstimatorSays() {
        EstimateView view = EstimateView.of(estimator);
        assertThat(view.hasEstimate()).isTrue();
        assertThat(view.estimateBps()).isEqualTo(1_000_000);
        assertThat(view.incomingBps()).isEqualTo(900_000);
        assertThat(view.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(view.liveSsrcCount()).isEqualTo(2);
        assertThat(view.liveSsrc(0)).isEqualTo(7);
        assertThat(view.liveSsrc(1)).isEqualTo(4_294_967_295L);
        assertThat(view.liveSsrcs()).containsExactly(7, 4_294_967_295L);
        assertThatThrownBy(() -> view.liveSsrc(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.liveSsrc(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void staysAsItWas() {
        EstimateView view = EstimateView.of(estimator);
        estimator.estimateBps = 1;
        estimator.liveSsrcs[0] = 1;
        view.liveSsrcs()[0] = 2;
        assertThat(view.estimateBps()).isEqualTo(1_000_000);
        assertThat(view.liveSsrcs()).containsExactly(7, 4_294_967_295L);
    }

    @Test
    void noneSaysNothing() {
        assertThat(EstimateView.NONE.hasEstimate()).isFalse();
        assertThat(EstimateView.NONE.estimateBps()).isZero();
        assertThat(EstimateView.NONE.incomingBps()).isEqualTo(-1);
        assertThat(EstimateView.NONE.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(EstimateView.NONE.liveSsrcCount()).isZero();
    }

    @Test
    void matchesAsLongAsTheEstimatorSaysTheSame() {
        EstimateView view = EstimateView.of(estimator);
        assertThat(view.matches(estimator)).isTrue();
        estimator.incomingBps = -1;
        assertThat(view.matches(estimator)).as("the incoming rate is left out").isTrue();
    }

    @Test
    void doesNotMatchOnceSomethingHasChanged() {
        assertNoMatchAfter(changed -> changed.hasEstimate = false);
        assertNoMatchAfter(changed -> changed.estimateBps++);
        assertNoMatchAfter(changed -> changed.usage = BandwidthUsage.OVERUSING);
        assertNoMatchAfter(changed -> changed.liveSsrcs = new long[]{7});
        assertNoMatchAfter(changed -> changed.liveSsrcs = new long[]{7, 8});
        assertNoMatchAfter(changed -> changed.liveSsrcs = new long[]{7, 8, 4_294_967_295L});
    }

    private static void assertNoMatchAfter(Consumer<Puppet> change) {
        Puppet puppet = new Puppet();
        EstimateView view = EstimateView.of(puppet);
        change.accept(puppet);
        assertThat(view.matches(puppet)).isFalse();
        assertThat(EstimateView.of(puppet).matches(puppet)).isTrue();
    }

    @Test
    void canBeReadByPeople() {
        assertThat(EstimateView.of(estimator))
                .hasToString("EstimateView[1000000 b/s, incoming 900000 b/s, NORMAL, SSRCs [7, 4294967295]]");
        assertThat(EstimateView.NONE).hasToString("EstimateView[none, incoming -1 b/s, NORMAL, SSRCs []]");
    }
}
