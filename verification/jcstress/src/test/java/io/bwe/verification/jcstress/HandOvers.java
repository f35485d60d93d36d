package io.bwe.verification.jcstress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.TestGrading;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs all hand-over tests and judges them. Fails if a correct one shows an outcome that is forbidden, if a broken one
 * does <em>not</em> show what it is broken for, or if a test was not run: jcstress leaves out, without a word, a test
 * that has more actors than the machine has processors.
 */
public final class HandOvers {
    private static final String CORRECT = "Correct";
    private static final String BROKEN = "BrokenBy";

    private HandOvers() {
    }

    /**
     * Runs the tests.
     *
     * @param args the folder of the compiled tests, the folder for the report, then options of jcstress
     */
    public static void main(String[] args) throws Exception {
        Path classes = Path.of(args[0]);
        Path report = Files.createDirectories(Path.of(args[1]));
        List<String> arguments = new ArrayList<>(List.of(args).subList(2, args.length));
        arguments.addAll(List.of("-r", report.toString()));
        Options options = new Options(arguments.toArray(String[]::new));
        if (!options.parse()) {
            System.exit(2);
        }
        try {
            new JCStress(options).run();
        } catch (AssertionError e) {
            // Its own verdict on the correct ones, which is read from its results below.
        }
        List<String> faults = judge(testClasses(classes), read(options.getResultFile()));
        System.out.println("Report: " + report.resolve("index.html"));
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** The names of the tests, from the class files: what jcstress lists is only what its annotation processor saw. */
    private static Collection<String> testClasses(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.matches(".*\\$(" + CORRECT + "|" + BROKEN + "\\w*)\\.class"))
                    .map(file -> file.replace(".class", "").replace('$', '.').replace('/', '.').replace('\\', '.'))
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All runs of each test. */
    private static Map<String, List<TestResult>> read(String file) throws Exception {
        InProcessCollector results = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(file, results);
        reader.dump();
        reader.close();
        Map<String, List<TestResult>> byName = new TreeMap<>();
        results.getTestResults()
                .forEach(result -> byName.computeIfAbsent(result.getName(), name -> new ArrayList<>()).add(result));
        return byName;
    }

    private static List<String> judge(Collection<String> tests, Map<String, List<TestResult>> results) {
        List<String> faults = new ArrayList<>();
        Map<String, Integer> broken = new HashMap<>();
        for (String test : tests) {
            boolean correct = test.endsWith("." + CORRECT);
            broken.merge(test.substring(0, test.lastIndexOf('.')), correct ? 0 : 1, Integer::sum);
            List<TestResult> runs = results.getOrDefault(test, List.of());
            Tally tally = Tally.of(runs);
            System.out.printf("%-60s %,14d samples, %,d forbidden, %,d of what it is broken for%n",
                    test.substring(test.indexOf("remb.") + 5), tally.samples, tally.forbidden, tally.shown);
            if (tally.samples == 0) {
                faults.add(test + " was not run");
            }
            if (tally.failed) {
                faults.add(test + " could not be run to its end");
            }
            if (tally.forbidden > 0) {
                faults.add(test + " shows what must not happen");
            }
            if (!correct && tally.shown == 0) {
                faults.add(test + " does not show what it is broken for");
            }
        }
        broken.forEach((name, twins) -> {
            if (twins == 0) {
                faults.add(name + " has no broken twin");
            }
        });
        System.out.printf("%d hand-overs, %d test classes, %d of them run%n", broken.size(), tests.size(),
                results.size());
        if (!tests.containsAll(results.keySet()) || TestList.tests().size() != tests.size()) {
            faults.add("jcstress knows " + TestList.tests().size() + " tests, but there are " + tests.size());
        }
        return faults;
    }

    /** How often what was seen. */
    private record Tally(long samples, long forbidden, long shown, boolean failed) {
        static Tally of(List<TestResult> runs) {
            long samples = 0;
            long forbidden = 0;
            long shown = 0;
            boolean failed = false;
            for (TestResult run : runs) {
                samples += run.getTotalCount();
                failed |= run.status() != Status.NORMAL;
                for (GradingResult outcome : TestGrading.grade(run).gradingResults.values()) {
                    switch (outcome.expect) {
                        case FORBIDDEN, UNKNOWN -> forbidden += outcome.count;
                        case ACCEPTABLE_INTERESTING -> shown += outcome.count;
                        case ACCEPTABLE -> {
                        }
                    }
                }
            }
            return new Tally(samples, forbidden, shown, failed);
        }
    }
}
