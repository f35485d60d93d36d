package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllocationProbeTest {
    private static final int WARM_UP_ROUNDS = 10_000;

    /** Keeps what is allocated from being optimised away. */
    private byte[] sink = {};
    private int counter;

    private void allocate() {
        sink = new byte[1_000];
    }

    private void count() {
        counter++;
    }

    @BeforeEach
    void warmUp() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            AllocationProbe.bytesAllocatedBy(this::allocate);
            AllocationProbe.bytesAllocatedBy(this::count);
        }
    }

    @Test
    void seesAnAllocation() {
        // The elements and a header of 8 to 24 bytes, whatever the layout of objects.
        assertThat(AllocationProbe.bytesAllocatedBy(this::allocate)).isBetween(1_008L, 1_024L);
        assertThat(sink).hasSize(1_000);
    }

    @Test
    void seesEveryAllocation() {
        long bytes = AllocationProbe.bytesAllocatedBy(() -> {
            for (int i = 0; i < 100; i++) {
                allocate();
            }
        });
        assertThat(bytes).isBetween(100_800L, 102_400L);
    }

    @Test
    void countsNothingWhereNothingIsAllocated() {
        int before = counter;
        long bytes = AllocationProbe.steadyBytesAllocatedBy(() -> {
            for (int i = 0; i < 1_000; i++) {
                count();
            }
        });
        assertThat(bytes).isZero();
        assertThat(counter).isGreaterThanOrEqualTo(before + 1_000);
    }

    @Test
    void leavesOutWhatOnlySomeRunsAllocate() {
        assertThat(AllocationProbe.steadyBytesAllocatedBy(() -> {
            if (counter++ % 3 == 0) {
                allocate();
            }
        })).isZero();
    }

    @Test
    void countsWhatEveryRunAllocates() {
        assertThat(AllocationProbe.steadyBytesAllocatedBy(this::allocate)).isBetween(1_008L, 1_024L);
    }

    @Test
    void refusesAVirtualThreadWhoseBytesNobodyCounts() throws InterruptedException {
        FutureTask<Long> probe = new FutureTask<>(() -> AllocationProbe.bytesAllocatedBy(this::allocate));
        Thread.ofVirtual().start(probe).join();
        assertThatThrownBy(probe::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("platform thread");
    }
}
