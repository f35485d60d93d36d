package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.EstimateView;
import io.bwe.remb.RembOptions;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After close, nothing of the library and nothing of the JVM that it set in motion holds the application's classes. */
@Tag("life-cycle")
@Timeout(120)
class ClassLoaderTest {
    /** Loads the application itself, with the library of its parent. */
    private static final class OfTheApplication extends URLClassLoader {
        OfTheApplication(ClassLoader parent) {
            super(classPath(), parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Application.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    private static URL[] classPath() {
        List<URL> urls = new ArrayList<>();
        for (String entry : FreshJvm.classPath().split(File.pathSeparator)) {
            try {
                urls.add(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return urls.toArray(URL[]::new);
    }

    /**
     * Runs the application in a thread of its own, in which the loader is everywhere that a thread can have it.
     *
     * @return its loader
     */
    private static WeakReference<ClassLoader> comeAndGo(boolean withTheLibrary, CountDownLatch stuck)
            throws Exception {
        try (URLClassLoader loader = withTheLibrary
                ? new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())
                : new OfTheApplication(ClassLoaderTest.class.getClassLoader())) {
            assertThat(loader.loadClass(RembOptions.class.getName()) == RembOptions.class)
                    .as("the library of this loader").isEqualTo(!withTheLibrary);
            assertThat(loader.loadClass(EstimateView.class.getName()) == EstimateView.class)
                    .isEqualTo(!withTheLibrary);
            Object application = loader.loadClass(Application.class.getName()).getConstructor(CountDownLatch.class)
                    .newInstance(stuck);
            FutureTask<String> inherited = new FutureTask<>(() -> (String) ((Callable<?>) application).call());
            Thread thread = Thread.ofPlatform().start(inherited);
            assertThat(inherited.get()).as("tasks that inherited from their creator").isEmpty();
            thread.join();
            return new WeakReference<>(loader);
        }
    }

    @ParameterizedTest(name = "the library is the application''s own: {0}, close() left a call behind: {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theClassLoaderOfTheApplicationIsCollected(boolean withTheLibrary, boolean leftBehind) throws Exception {
        CountDownLatch stuck = new CountDownLatch(leftBehind ? 1 : 0);
        WeakReference<ClassLoader> loader = comeAndGo(withTheLibrary, stuck);
        if (leftBehind) {
            System.gc();
            assertThat(loader.get()).as("the loader while its writer runs").isNotNull();
            stuck.countDown();
        }
        Connection.eventually(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
    }
}
