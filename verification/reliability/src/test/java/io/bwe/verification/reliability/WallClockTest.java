package io.bwe.verification.reliability;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.bwe.api.Providers;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is done to the wall clock does not matter, because the library does not know it. */
class WallClockTest {
    /** What reads the wall clock, or waits for a time of it. */
    private static final Map<String, Set<String>> READERS = Map.of(
            "java.lang.System", Set.of("currentTimeMillis"),
            "java.util.Date", Set.of("<init>"),
            "java.util.Calendar", Set.of("getInstance"),
            "java.util.GregorianCalendar", Set.of("<init>"),
            "java.util.concurrent.locks.LockSupport", Set.of("parkUntil"),
            "java.util.concurrent.locks.Condition", Set.of("awaitUntil"));
    private static final Set<String> READERS_OF_JAVA_TIME = Set.of("now", "systemUTC", "systemDefaultZone", "system",
            "tickMillis", "tickSeconds", "tickMinutes");

    private static final ArchRule KNOWS_NO_WALL_CLOCK = noClasses().should()
            .accessTargetWhere(describe("a wall clock", WallClockTest::readsWallClock));

    private static boolean readsWallClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return READERS.getOrDefault(owner, Set.of()).contains(access.getName())
                || owner.startsWith("java.time.") && READERS_OF_JAVA_TIME.contains(access.getName());
    }

    /** By their places, because to look through a whole class path takes long. */
    private static JavaClasses library() {
        return new ClassFileImporter().importUrls(Stream
                .of(Providers.class, Providers.estimators().get("delay-kalman").getClass(),
                        Providers.interceptors().get("remb").getClass())
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation()).toList());
    }

    @BeforeAll
    static void lookAtTheLibraryOnly() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    @AfterAll
    static void lookAtEverythingAgain() {
        ArchConfiguration.get().reset();
    }

    @Test
    void theLibraryDoesNotKnowTheWallClock() {
        JavaClasses library = library();
        assertThat(library).extracting(JavaClass::getPackageName).contains("io.bwe.api", "io.bwe.delay", "io.bwe.remb");
        KNOWS_NO_WALL_CLOCK.check(library);
    }

    @Test
    void whoeverReadsItIsFound() {
        JavaClasses these = new ClassFileImporter().importClasses(ReadsTheWallClock.class);
        assertThatThrownBy(() -> KNOWS_NO_WALL_CLOCK.check(these)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("currentTimeMillis").hasMessageContaining("Instant.now")
                .hasMessageContaining("Clock.systemUTC").hasMessageContaining("java.util.Date.<init>");
    }

    private static final class ReadsTheWallClock {
        long[] readings() {
            return new long[]{System.currentTimeMillis(), java.time.Instant.now().getEpochSecond(),
                    java.time.Clock.systemUTC().millis(), new java.util.Date().getTime()};
        }
    }
}
