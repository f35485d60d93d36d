package io.bwe.verification.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the whole process has used.
 *
 * @param timeNs the time of this reading
 * @param cpuNs CPU time of all threads, the JVM's own included
 * @param allocatedBytes by all threads, virtual ones included, also those that have ended
 */
record Usage(long timeNs, long cpuNs, long allocatedBytes) {
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Usage now() {
        return new Usage(System.nanoTime(), PROCESS.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
    }

    /** What was used since an earlier reading. */
    Usage since(Usage earlier) {
        return new Usage(timeNs - earlier.timeNs, cpuNs - earlier.cpuNs, allocatedBytes - earlier.allocatedBytes);
    }
}
