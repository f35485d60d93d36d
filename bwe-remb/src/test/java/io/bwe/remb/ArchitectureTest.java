package io.bwe.remb;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.bwe.remb");

    /** Those that compute and decide: time comes in with every call, and whoever calls them waits for nothing. */
    private static final DescribedPredicate<JavaClass> SANS_IO = belongToAnyOf(ArrivalMerge.class,
            StreamLifecycle.class,
            EstimatorFeed.class, GuardedEstimator.class, RembScheduler.class, RembThrottler.class, RembPacket.class,
            RtpHeader.class, ReceptionStatistics.class, SsrcTable.class, PacketSlot.class, SlotPool.class,
            SlotStack.class, StreamQueue.class,
            RtcpCompound.class, TimingExtensions.class, UnsignalledStreams.class,
            StreamRoster.class, EstimatorRoles.class, Shadow.class, ShadowEstimators.class, EstimatorHandle.class);

    private static Path classFiles() throws URISyntaxException {
        URI location = RembInterceptor.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(location);
    }

    private static String read(Path file) {
        try {
            // One char per byte, so that a name in a constant pool is found as it stands.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theClassesAreThere() {
        assertThat(CLASSES.contain(RembInterceptor.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void knowsNoEstimator() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("io.bwe.delay..", "io.bwe.queue..", "io.bwe.cli..",
                        "io.bwe.micrometer..", "io.bwe.testkit..")
                .check(CLASSES);
    }

    @Test
    void onlyOneClassKnowsStructuredTaskScope() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(classFiles())) {
            List<String> naming = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> Pattern.compile("java[./]util[./]concurrent[./]StructuredTaskScope")
                            .matcher(read(file)).find())
                    .map(file -> file.getFileName().toString()).toList();
            assertThat(naming).isNotEmpty().allMatch(name -> name.matches("StructuredScope(\\$Binding)?\\.class"));
        }
    }

    /**
     * A lambda, a concatenation of strings and a switch over patterns are linked where they are first run. If memory is
     * short just then, they fail, and from then on always. What tasks do after their start must do without.
     */
    @Test
    void tasksLinkNothingWhileTheyRun() throws IOException, URISyntaxException {
        List<Class<?>> classes = List.of(Alarm.class, ArrivalMerge.class, EstimatorFeed.class, EstimatorHandle.class,
                GuardedEstimator.class, PacketSlot.class, ReceptionStatistics.class, RembScheduler.class,
                RembThrottler.class, Shadow.class, Sleeper.class, SlotPool.class, SlotStack.class, SsrcTable.class,
                StreamLifecycle.class, StreamQueue.class, StreamRoster.class, StreamTask.class, TaskGuard.class,
                TroubleLog.class,
                UnsignalledStreams.class, ShadowEstimators.class);
        for (Class<?> type : classes) {
            assertThat(read(classFiles().resolve(type.getName().replace('.', '/') + ".class"))).as(type.getName())
                    .doesNotContain("LambdaMetafactory").doesNotContain("SwitchBootstraps");
        }
        for (Class<?> type : List.of(TaskGuard.class, TroubleLog.class, StreamTask.class, ShadowEstimators.class,
                TransportTask.class, Outbox.class)) {
            assertThat(read(classFiles().resolve(type.getName().replace('.', '/') + ".class"))).as(type.getName())
                    .doesNotContain("StringConcatFactory").doesNotContain("SwitchBootstraps");
        }
    }

    @Test
    void nothingIsCompiledAgainstAPreviewOfTheJdk() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(classFiles())) {
            // A class file that uses previews has the minor version 65535.
            assertThat(files.filter(file -> file.toString().endsWith(".class")).map(ArchitectureTest::read))
                    .isNotEmpty().allMatch(classFile -> classFile.charAt(4) == 0 && classFile.charAt(5) == 0);
        }
    }

    @Test
    void noMethodIsSynchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
    }

    @Test
    void noBlockIsSynchronized() throws IOException {
        Pattern comment = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            assertThat(sources).allSatisfy(source -> assertThat(comment.matcher(read(source)).replaceAll(""))
                    .doesNotContainPattern("\\bsynchronized\\b")
                    .doesNotContainPattern("\\.(wait|notify|notifyAll)\\("));
        }
    }

    @Test
    void whatComputesReadsNoClock() {
        noClasses().that(SANS_IO).should().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().dependOnClassesThat().areAssignableTo(io.bwe.api.NanoClock.class)
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Instant").check(CLASSES);
    }

    @Test
    void whatComputesKnowsNoThreadAndWaitsForNothing() {
        noClasses().that(SANS_IO).should().dependOnClassesThat().areAssignableTo(Thread.class)
                .orShould().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
                .orShould().dependOnClassesThat().areAssignableTo(java.util.concurrent.Executor.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.util.concurrent.BlockingQueue.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.util.concurrent.CountDownLatch.class)
                .check(CLASSES);
    }

    @Test
    void onlyQueuesWithoutUnsafeAreUsed() {
        noClasses().should().dependOnClassesThat(DescribedPredicate.describe("are queues of JCTools with Unsafe",
                used -> used.getPackageName().startsWith("org.jctools")
                        && !used.getPackageName().equals("org.jctools.queues.atomic")
                        && !used.isInterface()))
                .check(CLASSES);
    }
}
