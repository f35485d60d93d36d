package org.example.application;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads a plugin while the application runs. What is loaded stays, as an estimator may be running on it. */
final class PluginArchive {
    private PluginArchive() {
    }

    static ClassLoader classLoader(String archive) {
        try {
            URL location = Path.of(archive).toUri().toURL();
            return new URLClassLoader(new URL[]{location}, PluginArchive.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(archive + " is no location of an archive", e);
        }
    }

    /** Works if the application itself runs from the module path, where the plugin's module finds the API. */
    static ModuleLayer moduleLayer(String archive) {
        ModuleFinder plugins = ModuleFinder.of(Path.of(archive));
        Set<String> roots = plugins.findAll().stream().map(ModuleReference::descriptor)
                .map(descriptor -> descriptor.name()).collect(Collectors.toSet());
        ModuleLayer parent = ModuleLayer.boot();
        Configuration configuration = parent.configuration().resolve(plugins, ModuleFinder.of(), roots);
        return parent.defineModulesWithOneLoader(configuration, PluginArchive.class.getClassLoader());
    }
}
