package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.api.spi.InterceptorProvider;
import io.bwe.api.spi.Provider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
    private static final ClassLoader TEST_LOADER = ProvidersTest.class.getClassLoader();

    @TempDir
    private Path temp;
    private final List<URLClassLoader> loaders = new ArrayList<>();

    @AfterEach
    void closeLoaders() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    /** Defines the classes in its folder itself, also those that its parent has. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL folder) {
            super(new URL[]{folder}, TEST_LOADER);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (findLoadedClass(name) == null && findResource(classFile(name)) != null) {
                    return findClass(name);
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    /** Cannot say which service declarations there are. */
    private static final class Unreadable extends URLClassLoader {
        Unreadable() {
            super(new URL[0], ClassLoader.getPlatformClassLoader());
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            throw new IOException("the archive is damaged");
        }
    }

    private static String classFile(String className) {
        return className.replace('.', '/') + ".class";
    }

    /** A plugin folder that declares classes of {@link NamedEstimators}, or others by full name. */
    private Path folder(String name, Object... declared) throws IOException {
        Path services = Files.createDirectories(temp.resolve(name).resolve("META-INF/services"));
        Files.write(services.resolve(EstimatorProvider.class.getName()),
                Arrays.stream(declared).map(entry -> entry instanceof Class<?> type ? type.getName() : (String) entry)
                        .toList());
        return temp.resolve(name);
    }

    private URLClassLoader childFirst(Path folder) throws IOException {
        URLClassLoader loader = new ChildFirst(folder.toUri().toURL());
        loaders.add(loader);
        return loader;
    }

    /** Looks into a plugin folder. What the class path declares is always found as well. */
    private Providers<EstimatorProvider> lookUp(Object... declared) throws IOException {
        return Providers.estimators(childFirst(folder("plugin", declared)));
    }

    private static void copyClass(Class<?> type, Path folder, int majorVersion) throws IOException {
        Path target = folder.resolve(classFile(type.getName()));
        Files.createDirectories(target.getParent());
        try (var in = TEST_LOADER.getResourceAsStream(classFile(type.getName()))) {
            byte[] bytes = in.readAllBytes();
            // Bytes 6 and 7 of a class file are its major version; 65 is Java 21.
            bytes[6] = (byte) (majorVersion >> 8);
            bytes[7] = (byte) majorVersion;
            Files.write(target, bytes);
        }
    }

    private static <T> T withContext(@Nullable ClassLoader loader, Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> names(Providers<? extends Provider> providers) {
        return providers.all().stream().map(Provider::name).toList();
    }

    // ---- what is found

    @Test
    void listsTheHeaviestFirstAndThenByName() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Beta.class, NamedEstimators.Omega.class,
                NamedEstimators.Alpha.class);
        assertThat(names(found)).containsExactly("omega", "alpha", "beta", "on-class-path");
        assertThat(found.failures()).isEmpty();
        assertThatThrownBy(() -> found.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theDefaultIsTheHeaviest() throws IOException {
        assertThat(lookUp(NamedEstimators.Alpha.class, NamedEstimators.Omega.class).getDefault())
                .isInstanceOf(NamedEstimators.Omega.class);
    }

    @Test
    void amongEqualWeightsTheDefaultIsTheFirstInTheAlphabet() throws IOException {
        assertThat(lookUp(NamedEstimators.Beta.class, NamedEstimators.Alpha.class).getDefault())
                .isInstanceOf(NamedEstimators.Alpha.class);
    }

    @Test
    void aProviderIsFoundByItsName() throws IOException {
        assertThat(lookUp(NamedEstimators.Alpha.class, NamedEstimators.Beta.class).get("beta"))
                .isInstanceOf(NamedEstimators.Beta.class);
    }

    @Test
    void aWeightIsZeroUnlessTheProviderSaysOtherwise() {
        InterceptorProvider plain = new InterceptorProvider() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public Interceptor create(InterceptorConfig config) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(plain.weight()).isZero();
    }

    // ---- where it is looked for

    @Test
    void looksAtTheContextClassLoaderAndAtItsOwn() throws IOException {
        URLClassLoader plugins = new URLClassLoader(new URL[]{folder("plugin", NamedEstimators.Alpha.class).toUri()
                .toURL()}, TEST_LOADER);
        loaders.add(plugins);
        assertThat(names(withContext(plugins, Providers::estimators))).containsExactly("alpha", "on-class-path");
        assertThat(names(withContext(ClassLoader.getPlatformClassLoader(), Providers::estimators)))
                .containsExactly("on-class-path");
        assertThat(names(withContext(null, Providers::estimators))).containsExactly("on-class-path");
    }

    @Test
    void theSameClassSeenTwiceIsOneProvider() throws IOException {
        URLClassLoader plugins = childFirst(folder("plugin", NamedEstimators.OnClassPath.class));
        Providers<EstimatorProvider> found = withContext(plugins, Providers::estimators);
        assertThat(names(found)).containsExactly("on-class-path");
        assertThat(found.get("on-class-path")).isExactlyInstanceOf(NamedEstimators.OnClassPath.class);
    }

    @Test
    void interceptorsAreLookedForInTheSamePlaces() {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        assertThat(withContext(platform, Providers::interceptors).all()).isEmpty();
        assertThat(Providers.interceptors(platform).all()).isEmpty();
        assertThat(Providers.interceptors(ModuleLayer.boot()).all()).isEmpty();
    }

    // ---- two of a name

    @Test
    void twoClassesOfOneNameAreAnErrorThatNamesBoth() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Beta.class, NamedEstimators.AnotherBeta.class,
                NamedEstimators.Omega.class);
        assertThatThrownBy(() -> found.get("beta")).isInstanceOf(ProviderException.class)
                .hasMessageContaining("two estimators are named 'beta'")
                .hasMessageContaining(NamedEstimators.Beta.class.getName() + " in ")
                .hasMessageContaining(NamedEstimators.AnotherBeta.class.getName() + " in ");
        assertThat(found.getDefault()).as("not concerned").isInstanceOf(NamedEstimators.Omega.class);
        assertThat(found.get("omega")).isInstanceOf(NamedEstimators.Omega.class);
    }

    @Test
    void threeClassesOfOneNameAreAllNamed() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Beta.class, NamedEstimators.AnotherBeta.class,
                NamedEstimators.ThirdBeta.class);
        assertThatThrownBy(() -> found.get("beta")).isInstanceOf(ProviderException.class)
                .hasMessageContaining("3 estimators are named 'beta'")
                .hasMessageContaining(NamedEstimators.Beta.class.getName() + " in ")
                .hasMessageContaining(NamedEstimators.AnotherBeta.class.getName() + " in ")
                .hasMessageContaining(NamedEstimators.ThirdBeta.class.getName() + " in ");
    }

    @Test
    void twoClassesOfTheDefaultsNameAreAnErrorForTheDefault() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Beta.class, NamedEstimators.AnotherBeta.class);
        assertThatThrownBy(found::getDefault).isInstanceOf(ProviderException.class)
                .hasMessageContaining("two estimators are named 'beta'");
    }

    @Test
    void twoCopiesOfOneClassAreToldApartByWhereTheyCameFrom() throws IOException {
        Path plugin = folder("copy", NamedEstimators.OnClassPath.class);
        copyClass(NamedEstimators.OnClassPath.class, plugin, 65);
        copyClass(NamedEstimators.OnClassPath.class.getSuperclass(), plugin, 65);
        Providers<EstimatorProvider> found = withContext(childFirst(plugin), Providers::estimators);
        assertThat(found.all()).hasSize(2);
        assertThatThrownBy(() -> found.get("on-class-path")).isInstanceOf(ProviderException.class)
                .hasMessageContaining(plugin.toUri().toURL().toString()).hasMessageContaining(
                        NamedEstimators.class.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    // ---- what cannot be had

    @Test
    void anUnknownNameIsAnErrorThatListsWhatWasFound() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Omega.class, NamedEstimators.Alpha.class);
        assertThatThrownBy(() -> found.get("gamma")).isInstanceOf(ProviderException.class)
                .hasMessage("no estimator is named 'gamma'; found [alpha, omega, on-class-path]");
    }

    @Test
    void anUnknownNameIsAnErrorThatSaysWhatCouldNotBeCreated() throws IOException {
        Providers<EstimatorProvider> found = lookUp(NamedEstimators.Failing.class);
        assertThatThrownBy(() -> found.get("failing")).isInstanceOf(ProviderException.class)
                .hasMessageContaining("found [on-class-path]; could not be created")
                .hasMessageContaining(NamedEstimators.Failing.class.getName()).hasMessageContaining("no licence");
    }

    @Test
    void nothingFoundIsAnErrorOnlyWhenSomethingIsAskedFor() {
        for (Providers<EstimatorProvider> nothing : List.of(
                Providers.estimators(ClassLoader.getPlatformClassLoader()),
                Providers.estimators(ModuleLayer.boot()))) {
            assertThat(nothing.all()).isEmpty();
            assertThat(nothing.failures()).isEmpty();
            assertThatThrownBy(nothing::getDefault).isInstanceOf(ProviderException.class)
                    .hasMessage("no estimator found on the class path or module path");
            assertThatThrownBy(() -> nothing.get("any")).isInstanceOf(ProviderException.class)
                    .hasMessage("no estimator is named 'any'; found []");
        }
    }

    @Test
    void aProviderThatCannotBeInitializedDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, NamedEstimators.FailingToInitialize.class,
                NamedEstimators.Beta.class), NamedEstimators.FailingToInitialize.class.getName(), "no configuration");
    }

    @Test
    void aProviderWhoseConstructorThrowsDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, NamedEstimators.Failing.class,
                NamedEstimators.Beta.class), NamedEstimators.Failing.class.getName(), "no licence");
    }

    @Test
    void aProviderThatCannotBeAskedDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, NamedEstimators.FailingToName.class,
                NamedEstimators.Beta.class), NamedEstimators.FailingToName.class.getName(),
                "a class that its author had");
    }

    @Test
    void aProviderWithoutNameDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, NamedEstimators.Nameless.class,
                NamedEstimators.Beta.class), NamedEstimators.Nameless.class.getName(), "has no name");
    }

    @Test
    void aProviderThatIsNotThereDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, "org.example.Absent", NamedEstimators.Beta.class),
                "org.example.Absent", "not found");
    }

    @Test
    void aProviderOfAnotherTypeDoesNotSpoilTheOthers() throws IOException {
        assertOnlyOneIsBroken(lookUp(NamedEstimators.Alpha.class, NamedEstimators.Unrelated.class,
                NamedEstimators.Beta.class), NamedEstimators.Unrelated.class.getName(), "not a subtype");
    }

    @Test
    void aProviderBuiltForANewerJavaDoesNotSpoilTheOthers() throws IOException {
        Path plugin = folder("newer", NamedEstimators.Alpha.class, NamedEstimators.Omega.class,
                NamedEstimators.Beta.class);
        copyClass(NamedEstimators.Omega.class, plugin, 0xFFFF);
        assertOnlyOneIsBroken(Providers.estimators(childFirst(plugin)), "Omega", "UnsupportedClassVersionError");
    }

    private static void assertOnlyOneIsBroken(Providers<EstimatorProvider> found, String who, String why) {
        assertThat(names(found)).containsExactly("alpha", "beta", "on-class-path");
        assertThat(found.getDefault()).isInstanceOf(NamedEstimators.Alpha.class);
        assertThat(found.failures()).singleElement().asString().contains(who).contains(why);
        assertThatThrownBy(() -> found.failures().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aLoaderThatCannotBeReadIsReportedOnce() {
        Unreadable loader = new Unreadable();
        loaders.add(loader);
        Providers<EstimatorProvider> found = Providers.estimators(loader);
        assertThat(found.all()).isEmpty();
        assertThat(found.failures()).singleElement().asString().contains("the archive is damaged");
        assertThatThrownBy(found::getDefault).isInstanceOf(ProviderException.class)
                .hasMessageContaining("the archive is damaged");
    }
}
