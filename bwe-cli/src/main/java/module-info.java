/**
 * The {@code bwe} program: a live demo, the replay of captures and packet traces, estimators in a lab, the list of
 * estimators.
 *
 * <p>Exports nothing. Estimators and the interceptor are found through the API like any application's; only the REMB
 * codec, the throttler, the RTP header parser, reception statistics and the events of the flight recorder are used
 * directly.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api}: estimators, interceptors and their look-up.
 * <li>{@code io.bwe.remb}: the REMB codec (the demo's sender decodes what it receives), the throttler and the RTP
 * header parser, reception statistics, and the flight recorder's events of an estimator.
 * <li>{@code io.bwe.picture}: charts, as a page and as an image.
 * <li>{@code io.bwe.testkit}: the lab; nothing of it that needs JUnit.
 * <li>{@code jdk.jfr}: recordings of a replay.
 * <li>{@code info.picocli}: the command line.
 * <li>{@code de.siegmar.fastcsv}: reads packet traces and writes tables.
 * <li>{@code tools.jackson.core}: writes JSON for scripts; only its streaming writer is used.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.bwe.cli {
    requires io.bwe.api;
    requires io.bwe.remb;
    requires io.bwe.picture;
    requires io.bwe.testkit;
    requires jdk.jfr;
    requires info.picocli;
    requires de.siegmar.fastcsv;
    requires tools.jackson.core;
    requires static org.jspecify;

    opens io.bwe.cli to info.picocli;
}
