package io.bwe.api;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.api.spi.InterceptorProvider;
import io.bwe.api.spi.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The providers of one kind that {@link ServiceLoader} found, and the choice among them.
 *
 * <p>A look-up runs on the caller's thread and looks at the caller's context class loader and at this module's own, or
 * at the class loader or module layer given. A provider class seen twice counts once. A provider that cannot be created
 * does not spoil the look-up: the others work, and {@link #failures()} says what happened. Two classes with the same
 * name are reported by {@link #get(String)} when that name is asked for, naming both, and by {@link #getDefault()} when
 * either would be the default.
 *
 * <p>Immutable; may be used from any thread. Look up again to see plugins added later.
 *
 * @param <P> the kind of provider
 */
public final class Providers<P extends Provider> {
    private static final Comparator<Provider> DEFAULT_FIRST = Comparator.comparingInt(Provider::weight).reversed()
            .thenComparing(Provider::name);

    private final String kind;
    private final Map<String, List<P>> byName;
    private final List<P> all;
    private final List<String> failures;

    private Providers(String kind, Map<Class<?>, P> found, List<String> failures) {
        this.kind = kind;
        this.failures = new ArrayList<>(failures);
        this.byName = new TreeMap<>();
        List<P> usable = new ArrayList<>();
        for (P provider : found.values()) {
            try {
                provider.weight();
                byName.computeIfAbsent(nameOf(provider), name -> new ArrayList<>()).add(provider);
                usable.add(provider);
            } catch (RuntimeException | LinkageError e) {
                this.failures.add(provider.getClass().getName() + ": " + e);
            }
        }
        usable.sort(DEFAULT_FIRST);
        this.all = Collections.unmodifiableList(usable);
    }

    /**
     * The estimator providers visible to the calling thread.
     *
     * @return what was found, possibly nothing
     */
    public static Providers<EstimatorProvider> estimators() {
        return visibleToCaller("estimator", loader -> ServiceLoader.load(EstimatorProvider.class, loader));
    }

    /**
     * The estimator providers visible to a class loader.
     *
     * @param loader where to look
     * @return what was found, possibly nothing
     */
    public static Providers<EstimatorProvider> estimators(ClassLoader loader) {
        return of("estimator", List.of(ServiceLoader.load(EstimatorProvider.class, loader)));
    }

    /**
     * The estimator providers in a module layer and its parents.
     *
     * @param layer where to look
     * @return what was found, possibly nothing
     */
    public static Providers<EstimatorProvider> estimators(ModuleLayer layer) {
        return of("estimator", List.of(ServiceLoader.load(layer, EstimatorProvider.class)));
    }

    /**
     * The interceptor providers visible to the calling thread.
     *
     * @return what was found, possibly nothing
     */
    public static Providers<InterceptorProvider> interceptors() {
        return visibleToCaller("interceptor", loader -> ServiceLoader.load(InterceptorProvider.class, loader));
    }

    /**
     * The interceptor providers visible to a class loader.
     *
     * @param loader where to look
     * @return what was found, possibly nothing
     */
    public static Providers<InterceptorProvider> interceptors(ClassLoader loader) {
        return of("interceptor", List.of(ServiceLoader.load(InterceptorProvider.class, loader)));
    }

    /**
     * The interceptor providers in a module layer and its parents.
     *
     * @param layer where to look
     * @return what was found, possibly nothing
     */
    public static Providers<InterceptorProvider> interceptors(ModuleLayer layer) {
        return of("interceptor", List.of(ServiceLoader.load(layer, InterceptorProvider.class)));
    }

    /**
     * The provider with a name.
     *
     * @param name the name
     * @return the provider
     * @throws ProviderException if no provider has the name (the message lists those found) or two classes have it (the
     *         message names both)
     */
    public P get(String name) {
        List<P> named = byName.get(name);
        if (named == null) {
            throw new ProviderException("no " + kind + " is named '" + name + "'; found " + byName.keySet()
                    + (failures.isEmpty() ? "" : "; could not be created: " + failures));
        }
        return onlyOne(named);
    }

    /**
     * The default: the highest weight, among equal weights the alphabetically first name.
     *
     * @return the provider
     * @throws ProviderException if none was found, or if two classes have the default's name
     */
    public P getDefault() {
        if (all.isEmpty()) {
            throw new ProviderException("no " + kind + " found on the class path or module path"
                    + (failures.isEmpty() ? "" : "; could not be created: " + failures));
        }
        return get(all.get(0).name());
    }

    /**
     * All providers that could be created.
     *
     * @return the providers, the default first, immutable
     */
    public List<P> all() {
        return all;
    }

    /**
     * What could not be created.
     *
     * @return for each a text with the class and the reason, immutable
     */
    public List<String> failures() {
        return Collections.unmodifiableList(failures);
    }

    private P onlyOne(List<P> named) {
        if (named.size() > 1) {
            throw new ProviderException((named.size() == 2 ? "two " : named.size() + " ") + kind + "s are named '"
                    + named.get(0).name() + "': "
                    + named.stream().map(Providers::describe).collect(Collectors.joining(" and ")));
        }
        return named.get(0);
    }

    private static String nameOf(Provider provider) {
        String name = provider.name();
        if (name == null || name.isEmpty()) {
            throw new IllegalStateException("has no name");
        }
        return name;
    }

    private static String describe(Provider provider) {
        Class<?> type = provider.getClass();
        var source = type.getProtectionDomain().getCodeSource();
        return type.getName() + " in "
                + (source == null || source.getLocation() == null ? type.getModule() : source.getLocation());
    }

    /** With all its causes: the first one of a static initializer that failed says nothing yet. */
    private static String describe(Error e) {
        // A ServiceConfigurationError has a text of its own; other errors are known by their type.
        StringBuilder text = new StringBuilder(e instanceof ServiceConfigurationError ? e.getMessage() : e.toString());
        Throwable cause = e.getCause();
        // No chain is longer but one that bites its tail.
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            text.append(" (").append(cause).append(')');
        }
        return text.toString();
    }

    private static <P extends Provider> Providers<P> visibleToCaller(String kind,
            Function<ClassLoader, ServiceLoader<P>> load) {
        ClassLoader own = Providers.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        List<ServiceLoader<P>> loaders = new ArrayList<>();
        if (context != null) {
            loaders.add(load.apply(context));
        }
        if (context != own) {
            loaders.add(load.apply(own));
        }
        return of(kind, loaders);
    }

    private static <P extends Provider> Providers<P> of(String kind, List<ServiceLoader<P>> loaders) {
        Map<Class<?>, P> found = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        for (ServiceLoader<P> loader : loaders) {
            Iterator<ServiceLoader.Provider<P>> providers = loader.stream().iterator();
            // A broken entry throws once from hasNext or next and the iterator goes on behind it; the bound is for an
            // iterator that would throw for ever.
            for (int broken = 0; broken < 100;) {
                try {
                    if (!providers.hasNext()) {
                        break;
                    }
                    ServiceLoader.Provider<P> provider = providers.next();
                    if (!found.containsKey(provider.type())) {
                        found.put(provider.type(), provider.get());
                    }
                } catch (ServiceConfigurationError | LinkageError e) {
                    // A LinkageError: a class built for a newer Java, or one whose own dependencies are absent.
                    broken++;
                    String reason = describe(e);
                    if (!failures.contains(reason)) {
                        failures.add(reason);
                    }
                }
            }
        }
        return new Providers<>(kind, found, failures);
    }
}
