package io.bwe.verification.load;

import io.bwe.api.ProviderException;
import io.bwe.verification.load.LoadArguments.Mode;
import java.util.Arrays;
import java.util.List;

/** Loads the interceptor {@code remb} with real threads on the real clock, and prints what it costs. */
public final class Load {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Load() {
    }

    /**
     * Runs what the arguments ask for. Ends with 0, with 1 if something failed that must hold on any machine, or with 2
     * if the arguments make no sense.
     *
     * @param words the arguments; {@code --help} lists them
     */
    public static void main(String[] words) {
        if (Arrays.asList(words).contains("--help")) {
            System.out.print(LoadArguments.HELP);
            return;
        }
        LoadArguments arguments;
        try {
            arguments = LoadArguments.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(MISUSED);
            return;
        }
        System.out.printf("%s %s, %s, %d processors, %d senders, %s %s%n", System.getProperty("java.vm.name"),
                Runtime.version(), System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
                arguments.senders(), arguments.estimator(), arguments.options());
        try {
            for (Mode mode : arguments.modes()) {
                List<String> failures = run(mode, arguments);
                if (!failures.isEmpty()) {
                    failures.forEach(failure -> System.err.println("failed: " + failure));
                    System.exit(FAILED);
                }
            }
        } catch (IllegalArgumentException | ProviderException e) {
            System.err.println(e.getMessage());
            System.exit(MISUSED);
        }
    }

    private static List<String> run(Mode mode, LoadArguments arguments) {
        return switch (mode) {
            case LOAD -> {
                ParkBaseline baseline = ParkBaseline.measure(2);
                System.out.println(baseline);
                for (Shape shape : arguments.shapes()) {
                    System.out.printf("%n%s%n", shape);
                    Figures figures = LoadRun.of(arguments, shape);
                    Targets.describe(shape, figures, baseline).forEach(System.out::println);
                }
                yield List.of();
            }
            case CURVE -> {
                Curve.print(arguments);
                yield List.of();
            }
            case CHURN -> {
                Churn churn = Churn.run(arguments, 100, 100, 10);
                System.out.println(churn);
                yield churn.failures();
            }
            case PARK_BASELINE -> {
                System.out.println(ParkBaseline.measure(arguments.seconds()));
                yield List.of();
            }
            case QUICK -> QuickCheck.run(arguments);
        };
    }
}
