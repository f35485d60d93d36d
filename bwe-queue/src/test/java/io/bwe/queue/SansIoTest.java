package io.bwe.queue;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An estimator is pure computation: time comes in with every call, and nothing goes out. */
class SansIoTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.bwe.queue");

    @Test
    void readsNoClock() {
        noClasses().should().callMethodWhere(describe("a clock of System", SansIoTest::readsSystemClock))
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Instant")
                .check(CLASSES);
    }

    private static boolean readsSystemClock(JavaCall<?> call) {
        return call.getTargetOwner().isEquivalentTo(System.class)
                && Set.of("nanoTime", "currentTimeMillis").contains(call.getName());
    }

    @Test
    void startsNoThreadAndTakesNoLock() {
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.concurrent..")
                .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
                .orShould().dependOnClassesThat().areAssignableTo(ThreadLocal.class)
                .check(CLASSES);
    }

    @Test
    void logsNothing() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "java.io..", "java.nio..")
                .orShould().dependOnClassesThat().areAssignableTo(System.Logger.class)
                .check(CLASSES);
    }

    @Test
    void knowsOnlyTheApi() {
        noClasses().should().dependOnClassesThat(describe("outside of the API and java.base",
                used -> !used.getPackageName().startsWith("io.bwe.queue")
                        && !used.getPackageName().startsWith("io.bwe.api")
                        && !used.getPackageName().startsWith("java.")
                        && !used.isPrimitive() && !used.isArray()))
                .check(CLASSES);
    }
}
