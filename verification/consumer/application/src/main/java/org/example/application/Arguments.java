package org.example.application;

import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What the application was started with: names, each with a value behind it. */
final class Arguments {
    private static final String ESTIMATOR = "--estimator";
    private static final String LIMIT = "--limit";
    private static final String CLASS_LOADER = "--class-loader";
    private static final String MODULE_LAYER = "--module-layer";
    private static final Set<String> NAMES = Set.of(ESTIMATOR, LIMIT, CLASS_LOADER, MODULE_LAYER);

    private final Map<String, String> values = new TreeMap<>();

    private Arguments() {
    }

    static Arguments parse(String[] args) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < args.length; i += 2) {
            if (!NAMES.contains(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException("'" + args[i] + "' is none of " + NAMES + " with a value behind it");
            }
            arguments.values.put(args[i], args[i + 1]);
        }
        return arguments;
    }

    Optional<String> estimator() {
        return Optional.ofNullable(values.get(ESTIMATOR));
    }

    OptionalLong limitBps() {
        return values.containsKey(LIMIT) ? OptionalLong.of(Long.parseLong(values.get(LIMIT))) : OptionalLong.empty();
    }

    boolean loadsPlugins() {
        return values.containsKey(CLASS_LOADER) || values.containsKey(MODULE_LAYER);
    }

    Providers<EstimatorProvider> estimators() {
        if (values.containsKey(CLASS_LOADER)) {
            return Providers.estimators(PluginArchive.classLoader(values.get(CLASS_LOADER)));
        }
        if (values.containsKey(MODULE_LAYER)) {
            return Providers.estimators(PluginArchive.moduleLayer(values.get(MODULE_LAYER)));
        }
        return Providers.estimators();
    }
}
