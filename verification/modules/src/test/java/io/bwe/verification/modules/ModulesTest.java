package io.bwe.verification.modules;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each published module requires what its classes use and nothing else, and the core needs next to nothing. */
class ModulesTest {
    private static final Path ARCHIVES = Path.of(System.getProperty("io.bwe.archives"));
    private static final ModuleFinder FOUND = ModuleFinder.of(ARCHIVES);
    /** What every module reads, whether it says so or not. */
    private static final String BASE = "java.base";

    static Stream<String> published() {
        return FOUND.findAll().stream().map(ModuleReference::descriptor).map(ModuleDescriptor::name)
                .filter(name -> name.startsWith("io.bwe.")).sorted();
    }

    private static ModuleDescriptor descriptor(String module) {
        return FOUND.find(module).or(() -> ModuleFinder.ofSystem().find(module)).orElseThrow().descriptor();
    }

    /** The modules whose classes a module's classes name, as jdeps finds them. */
    private static Set<String> used(String module) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(
                List.of("-s", "--multi-release", "21", "--module-path", ARCHIVES.toString(), "-m", module));
        // What is optional is not resolved by itself.
        String optional = descriptor(module).requires().stream()
                .filter(requires -> requires.modifiers().contains(Modifier.STATIC)).map(Requires::name)
                .filter(name -> FOUND.find(name).isPresent()).collect(joining(","));
        if (!optional.isEmpty()) {
            arguments.addAll(List.of("--add-modules", optional));
        }
        int exitCode = ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out), new PrintWriter(err),
                arguments.toArray(String[]::new));
        assertThat(exitCode).as(err.toString() + out).isZero();
        String start = module + " -> ";
        Set<String> used = out.toString().lines().filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length())).collect(toCollection(TreeSet::new));
        assertThat(used).as("what shows that the output is understood").contains(BASE);
        used.remove(BASE);
        return used;
    }

    /** What it requires at run time. */
    private static Set<String> required(String module) {
        return descriptor(module).requires().stream().filter(requires -> !requires.modifiers().contains(
                Modifier.STATIC)).map(Requires::name).filter(name -> !name.equals(BASE))
                .collect(toCollection(TreeSet::new));
    }

    /** What comes with a module for those who require it. */
    private static void addImplied(String module, Set<String> into) {
        for (Requires requires : descriptor(module).requires()) {
            if (requires.modifiers().contains(Modifier.TRANSITIVE) && into.add(requires.name())) {
                addImplied(requires.name(), into);
            }
        }
    }

    @Test
    void allPublishedModulesAreLookedAt() {
        assertThat(published()).containsExactly("io.bwe.api", "io.bwe.cli", "io.bwe.delay",
                "io.bwe.micrometer", "io.bwe.picture", "io.bwe.queue", "io.bwe.remb", "io.bwe.testkit");
    }

    @ParameterizedTest
    @MethodSource("published")
    void requiresWhatItUses(String module) {
        Set<String> read = descriptor(module).requires().stream().map(Requires::name)
                .collect(toCollection(TreeSet::new));
        required(module).forEach(name -> addImplied(name, read));
        assertThat(read).containsAll(used(module));
    }

    @ParameterizedTest
    @MethodSource("published")
    void usesWhatItRequires(String module) {
        assertThat(used(module)).containsAll(required(module));
    }

    @ParameterizedTest
    @MethodSource("published")
    void isAModuleByItsOwnDescriptor(String module) {
        ModuleDescriptor descriptor = descriptor(module);
        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.isOpen()).isFalse();
    }

    /** Optional requirements, such as that of JCTools on jdk.unsupported, are none. */
    @Test
    void theCoreNeedsTheQueuesTheFlightRecorderAndNothingElse() {
        Set<String> needed = new TreeSet<>();
        for (String module : Set.of("io.bwe.api", "io.bwe.delay", "io.bwe.remb")) {
            addNeeded(module, needed);
        }
        assertThat(needed).containsExactly("io.bwe.api", "io.bwe.delay", "io.bwe.remb", "jdk.jfr",
                "org.jctools.core");
    }

    private static void addNeeded(String module, Set<String> into) {
        if (into.add(module)) {
            required(module).forEach(name -> addNeeded(name, into));
        }
    }
}
