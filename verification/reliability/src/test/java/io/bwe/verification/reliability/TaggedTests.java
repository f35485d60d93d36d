package io.bwe.verification.reliability;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.bwe.remb.RembOptions;
import io.bwe.testkit.LiveThreads;
import java.io.PrintWriter;
import java.util.List;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of this package that have a tag, in this JVM, and prints which fail. Before that, opens interceptors
 * and prints what they run their tasks in.
 */
final class TaggedTests {
    private TaggedTests() {
    }

    /**
     * What two interceptors that are open run their tasks in.
     *
     * @param structured scopes of the JDK's
     * @param executors executors with a thread per task
     */
    record Opened(int structured, int executors) {
        static Opened now() {
            return new Opened(LiveThreads.containers("StructuredTaskScope").size(),
                    LiveThreads.containers("ThreadPerTaskExecutor").size());
        }

        String print() {
            return "two interceptors are open: " + structured + " structured, " + executors + " executors";
        }
    }

    public static void main(String[] args) {
        // With slow ticks, because a thread dump must not meet threads that are busy.
        try (Connection first = new Connection(config -> config.option(RembOptions.TICK, "100ms"));
                Connection second = new Connection(config -> config.option(RembOptions.TICK, "100ms"))) {
            for (Connection connection : List.of(first, second)) {
                connection.receive(connection.bind(1), 1);
                connection.settle();
            }
            System.out.println(Opened.now().print());
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(TaggedTests.class.getPackageName())).filters(TagFilter.includeTags(args[0]))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        PrintWriter out = new PrintWriter(System.out, true);
        summary.printFailuresTo(out);
        out.println("succeeded: " + summary.getTestsSucceededCount());
        System.exit(summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
