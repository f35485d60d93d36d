/**
 * Shows in a Micrometer registry what interceptors do and estimate.
 *
 * <p>Exports {@link io.bwe.micrometer.BweMetrics}, a {@code MeterBinder}. Everything it shows comes from the API, so any
 * interceptor can be shown, and nothing else in bwe knows of Micrometer.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api} (transitive): where the numbers come from; its types appear in exported signatures.
 * <li>{@code micrometer.core} (transitive): where they are shown; its types appear in exported signatures. An automatic
 * module, since Micrometer's archives have no descriptors.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.bwe.micrometer {
    requires transitive io.bwe.api;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.bwe.micrometer;
}
