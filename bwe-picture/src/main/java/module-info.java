/**
 * Shows a run of bandwidth estimation as one self-contained HTML page, and that page as PNG.
 *
 * <p>Exports {@link io.bwe.picture.Recording}, which takes the values of a run, {@link io.bwe.picture.PicturePage}, which
 * writes them as a page, and {@link io.bwe.picture.PicturePng}. Whoever runs estimators feeds a recording; this module
 * knows neither the program nor any estimator.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api} (transitive): {@code BandwidthUsage} and {@code StreamStatistics} appear in exported
 * signatures.
 * <li>{@code tools.jackson.core}: writes the values into the page as JSON.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 *
 * <p>The charts are drawn by uPlot, a JavaScript library that lies among this module's resources and is copied into each
 * page; no Java code needs it.
 */
@org.jspecify.annotations.NullMarked
module io.bwe.picture {
    requires transitive io.bwe.api;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports io.bwe.picture;
}
