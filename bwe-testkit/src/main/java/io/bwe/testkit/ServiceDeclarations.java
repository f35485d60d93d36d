package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Checks that what a module declares for the class path is what it declares for the module path. */
public final class ServiceDeclarations {
    private ServiceDeclarations() {
    }

    /**
     * Fails unless META-INF/services lists exactly the classes that the module descriptor provides.
     *
     * @param service the service type
     * @param provider any class of the module under test; its code source must hold both declarations
     */
    public static void assertSameOnBothPaths(Class<?> service, Class<?> provider) {
        URL root = provider.getProtectionDomain().getCodeSource().getLocation();
        String where = root.getPath().endsWith("/") ? root.toString() : "jar:" + root + "!/";
        try (InputStream descriptor = URI.create(where + "module-info.class").toURL().openStream();
                BufferedReader services = new BufferedReader(new InputStreamReader(
                        URI.create(where + "META-INF/services/" + service.getName()).toURL().openStream(),
                        StandardCharsets.UTF_8))) {
            List<String> onModulePath = ModuleDescriptor.read(descriptor).provides().stream()
                    .filter(provides -> provides.service().equals(service.getName()))
                    .flatMap(provides -> provides.providers().stream()).sorted().toList();
            try (Stream<String> lines = services.lines()) {
                List<String> onClassPath = lines.map(line -> line.replaceFirst("#.*", "").trim())
                        .filter(line -> !line.isEmpty()).sorted().toList();
                assertEquals(onModulePath, onClassPath, "META-INF/services against module-info");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the service declarations of " + root, e);
        }
    }
}
