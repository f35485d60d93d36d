package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a module compiled for the purpose, whose two classes provide {@link Supplier}. */
class ServiceDeclarationsTest {
    private static final Class<?> SERVICE = Supplier.class;

    @TempDir
    private Path temp;
    private Path classes;
    private final List<URLClassLoader> loaders = new ArrayList<>();

    @BeforeEach
    void compileTheModule() throws IOException {
        Path sources = temp.resolve("sources");
        // A blank in the name, because locations are URLs and files have blanks.
        classes = Files.createDirectories(temp.resolve("the classes"));
        write(sources.resolve("module-info.java"),
                "module sample { provides java.util.function.Supplier with sample.One, sample.Two; }");
        for (String name : List.of("One", "Two")) {
            write(sources.resolve("sample/" + name + ".java"),
                    "package sample; public class " + name + " implements java.util.function.Supplier<String> {"
                            + " public String get() { return \"" + name + "\"; } }");
        }
        int result = ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "-d", classes.toString(),
                sources.resolve("module-info.java").toString(), sources.resolve("sample/One.java").toString(),
                sources.resolve("sample/Two.java").toString());
        assertThat(result).isZero();
    }

    @AfterEach
    void closeLoaders() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private void declareForTheClassPath(String... lines) throws IOException {
        write(classes.resolve("META-INF/services").resolve(SERVICE.getName()), lines);
    }

    private Class<?> loadOne(Path from) throws IOException, ClassNotFoundException {
        URLClassLoader loader = new URLClassLoader(new URL[]{from.toUri().toURL()}, null);
        loaders.add(loader);
        return loader.loadClass("sample.One");
    }

    private void check(Path from) throws IOException, ClassNotFoundException {
        ServiceDeclarations.assertSameOnBothPaths(SERVICE, loadOne(from));
    }

    private Path jar() throws IOException {
        Path jar = temp.resolve("the sample.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> tree = Files.walk(classes)) {
            for (Path entry : tree.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
                Files.copy(entry, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    @Test
    void acceptsTheSameClassesInAnyOrder() throws Exception {
        declareForTheClassPath("# who supplies", "sample.Two", "", "  sample.One # the first");
        assertThatCode(() -> check(classes)).doesNotThrowAnyException();
    }

    @Test
    void readsArchivesToo() throws Exception {
        declareForTheClassPath("sample.One", "sample.Two");
        Path jar = jar();
        assertThatCode(() -> check(jar)).doesNotThrowAnyException();
    }

    @Test
    void refusesAClassThatTheClassPathLacks() throws Exception {
        declareForTheClassPath("sample.One");
        assertThatThrownBy(() -> check(classes)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("META-INF/services against module-info").hasMessageContaining("sample.Two");
    }

    @Test
    void refusesAClassThatTheModuleDoesNotProvide() throws Exception {
        declareForTheClassPath("sample.One", "sample.Two", "sample.Three");
        Path jar = jar();
        assertThatThrownBy(() -> check(jar)).isInstanceOf(AssertionError.class).hasMessageContaining("sample.Three");
    }

    @Test
    void failsIfThereIsNoDeclarationForTheClassPath() throws Exception {
        assertThatThrownBy(() -> check(classes)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot read the service declarations of")
                .hasMessageContaining(classes.toUri().toURL().toString());
    }
}
