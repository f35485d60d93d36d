package io.bwe.verification.reliability;

import static io.bwe.verification.reliability.Connection.SEND_TIME_ID;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The main class of a JVM with little memory, which a thread takes up to the last byte, again and again, while packets
 * and REMBs flow. The threads that send and count allocate nothing, so what fails is the library's.
 */
final class Famine {
    /** How it ends if the JDK has lost a thread, or the test itself found no memory; 1 if it fails. */
    static final int UNDECIDED = 2;

    private static final long FAMINE_NS = Duration.ofMillis(400).toNanos();
    private static final long PACKETS_MEANWHILE = 20;
    private static final int LARGEST_PIECE = 65_536;
    /** Half a kilobyte: what is smaller is left for the JDK, which loses virtual threads that it has no memory to run. */
    private static final int SMALLEST_PIECE = 128;
    private static final long PATIENCE_NS = Duration.ofSeconds(20).toNanos();
    /** A thread that may run and has not in this time will not: far longer than others keep all carriers busy. */
    private static final long LOST_AFTER_NS = Duration.ofSeconds(2).toNanos();
    private static final long PACKET_SPACING_NS = Duration.ofMillis(2).toNanos();
    private static final int SSRCS = 4;
    private static final int STRANGERS = 1_000;
    private static final int PACKETS_OF_A_STRANGER = 4;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong passedOn = new AtomicLong();
    private final AtomicLong rembs = new AtomicLong();
    private volatile boolean over;
    private volatile Throwable thrownByPath;
    private volatile boolean hungry;
    private volatile int refusals;

    private Famine() {
    }

    public static void main(String[] arguments) {
        int exitCode = UNDECIDED;
        try {
            new Famine().run(Integer.parseInt(arguments[0]));
            exitCode = 0;
        } catch (OutOfMemoryError e) {
            // Of this thread, which proves nothing.
        } catch (Throwable e) {
            e.printStackTrace();
            exitCode = 1;
        }
        System.exit(exitCode); // also while other threads go on
    }

    private void run(int famines) throws InterruptedException {
        Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.builder()
                .estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build())
                .option(RembOptions.INTERVAL, "50ms").option(RembOptions.MIN_SPACING, "10ms")
                // That all ends is what counts here, not how soon: other things may run on this machine.
                .option(RembOptions.CLOSE_GRACE, "10s").build());
        InterceptorStatistics statistics = interceptor.bandwidthControl().orElseThrow().statistics();
        interceptor.bindRtcpWriter(packet -> rembs.incrementAndGet());
        RtpHandler[] handlers = new RtpHandler[SSRCS];
        ByteBuffer[] packets = new ByteBuffer[SSRCS];
        for (int i = 0; i < SSRCS; i++) {
            handlers[i] = interceptor.bindRemoteStream(Connection.video(i + 1),
                    (packet, arrivalTimeNs, ordinal) -> passedOn.incrementAndGet());
            packets[i] = new RtpPacketBuilder().ssrc(i + 1).absSendTime(SEND_TIME_ID, 0).payloadSize(500).build();
        }
        // The last takes any SSRC: whoever sends there needs memory for a new stream.
        handlers[SSRCS - 1] = interceptor.unsignalledRtp(
                List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID)),
                (packet, arrivalTimeNs, ordinal) -> passedOn.incrementAndGet());
        Thread sender = new Thread(() -> send(handlers, packets));
        sender.start();
        awaitRembs("before the first famine");
        for (int i = 1; i <= famines; i++) {
            starve();
            awaitRembs("after a famine");
        }
        over = true;
        sender.join();
        require(thrownByPath == null, "the RTP path threw " + thrownByPath);
        require(sent.get() == passedOn.get(), passedOn + " packets of " + sent + " were passed on");
        interceptor.close();
        CloseReport report = interceptor.bandwidthControl().orElseThrow().closeReport();
        require(report.equals(CloseReport.CLEAN), report.toString());
        require(statistics.streamsActive() == 0, statistics.streamsActive() + " streams are active");
        System.out.println("worker errors " + statistics.workerErrors() + ", estimator errors "
                + statistics.estimatorErrors() + ", writer errors " + statistics.writerErrors() + ", REMBs " + rembs
                + ", packets " + passedOn);
    }

    /** Sends until it is over, in place: this thread must not need memory. */
    private void send(RtpHandler[] handlers, ByteBuffer[] packets) {
        int sendTimeAt = 12 + 4 + 1;
        try {
            for (int count = 0; !over; count++) {
                packets[SSRCS - 1].putInt(8, STRANGERS + count / PACKETS_OF_A_STRANGER);
                for (int i = 0; i < handlers.length; i++) {
                    int absSendTime = (int) ((System.nanoTime() / 1_000 << 18) / 1_000_000);
                    packets[i].putShort(2, (short) count).put(sendTimeAt, (byte) (absSendTime >> 16))
                            .put(sendTimeAt + 1, (byte) (absSendTime >> 8)).put(sendTimeAt + 2, (byte) absSendTime);
                    sent.incrementAndGet();
                    handlers[i].onRtp(packets[i]);
                }
                LockSupport.parkNanos(PACKET_SPACING_NS);
            }
        } catch (Throwable e) {
            thrownByPath = e;
        }
    }

    /** Holds all memory there is for a while, and while some packets pass. */
    private void starve() throws InterruptedException {
        refusals = 0;
        hungry = true;
        Thread eater = new Thread(this::takeAllMemory);
        eater.start();
        while (refusals == 0) {
            pause();
        }
        long enough = passedOn.get() + PACKETS_MEANWHILE;
        long startNs = System.nanoTime();
        while (passedOn.get() < enough || System.nanoTime() - startNs < FAMINE_NS) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                hungry = false;
                require(false, "packets stand still, the RTP path threw " + thrownByPath);
            }
            pause();
        }
        hungry = false;
        while (eater.isAlive()) {
            pause();
        }
    }

    /** This thread, too, may be refused what it needs to sleep. */
    private static void pause() throws InterruptedException {
        try {
            Thread.sleep(1);
        } catch (OutOfMemoryError e) {
            Thread.onSpinWait();
        }
    }

    /** In ever smaller pieces, and what others give back at once. */
    private void takeAllMemory() {
        Object[] chain = null;
        for (int size = LARGEST_PIECE; hungry; size = Math.max(SMALLEST_PIECE, size / 2)) {
            try {
                while (hungry) {
                    Object[] piece = new Object[size];
                    piece[0] = chain;
                    chain = piece;
                }
            } catch (OutOfMemoryError e) {
                refusals++;
            }
        }
    }

    private void awaitRembs(String when) throws InterruptedException {
        long enough = rembs.get() + 3;
        long startNs = System.nanoTime();
        while (rembs.get() < enough) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                require(false, "no REMBs " + when);
            }
            pause();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            System.out.println("FAILED: " + otherwise);
            System.exit(jdkHasLostThread() ? UNDECIDED : 1);
        }
    }

    /**
     * Whether the JDK has lost a thread: it may run, does not, and no carrier is occupied. (A carrier that finds no
     * memory to note that something failed ends, and drops what was queued for it: ForkJoinPool.deregisterWorker in
     * JDK 25.) Or whether the scope waits for a task although there is none: its thread ended, or failed to start, where
     * there was no memory to count it off.
     */
    private static boolean jdkHasLostThread() {
        try {
            Set<Thread> unheeded = new HashSet<>(tasks());
            long startNs = System.nanoTime();
            while (!unheeded.isEmpty() && System.nanoTime() - startNs < LOST_AFTER_NS) {
                // By their states alone: to tell the stack of such a thread the JDK queues it anew, and it runs.
                unheeded.removeIf(thread -> thread.getState() != Thread.State.RUNNABLE);
                Thread.sleep(1);
            }
            unheeded.removeIf(thread -> !hasNotGoneOn(thread));
            List<Thread> tasks = tasks();
            boolean carrierIsHeld = tasks.stream()
                    .anyMatch(thread -> isIn(thread, "java.lang.VirtualThread", "parkOnCarrierThread"));
            List<Thread> living = tasks.stream().filter(Thread::isAlive).toList();
            boolean waitsForNobody = living.size() == 1
                    && isIn(living.getFirst(), "jdk.internal.misc.ThreadFlock", "close");
            System.out.println("may run and do not: " + unheeded + ", a carrier is held: " + carrierIsHeld
                    + ", the scope waits for nobody: " + waitsForNobody);
            return !unheeded.isEmpty() && !carrierIsHeld || waitsForNobody;
        } catch (ReflectiveOperationException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is on its way back from a park or a yield, or has not begun. */
    private static boolean hasNotGoneOn(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 || stack[0].getClassName().equals("java.lang.VirtualThread");
    }

    private static boolean isIn(Thread thread, String className, String methodName) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(
                frame -> frame.getClassName().equals(className) && frame.getMethodName().equals(methodName));
    }

    private static List<Thread> tasks() throws ReflectiveOperationException {
        return virtualThreads().stream().filter(thread -> thread.getName().startsWith("bwe-")).toList();
    }

    /** All that there are; there is no public way to them. */
    private static List<Thread> virtualThreads() throws ReflectiveOperationException {
        Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
        Deque<Object> containers = new ArrayDeque<>();
        containers.add(Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null));
        List<Thread> threads = new ArrayList<>();
        while (!containers.isEmpty()) {
            Object container = containers.remove();
            ((Stream<?>) type.getMethod("threads").invoke(container)).map(Thread.class::cast).filter(Thread::isVirtual)
                    .forEach(threads::add);
            ((Stream<?>) type.getMethod("children").invoke(container)).forEach(containers::add);
        }
        return threads;
    }
}
