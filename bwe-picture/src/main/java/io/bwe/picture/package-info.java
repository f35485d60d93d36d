/**
 * Pictures of a run of bandwidth estimation, for whoever asks why an estimator did what it did.
 *
 * <p>A {@link io.bwe.picture.Recording} takes the values while the run goes on, in bounded memory.
 * {@link io.bwe.picture.PicturePage} writes them as one HTML file, which holds everything it needs: no request goes
 * anywhere, so it can be attached to a bug report and opened years later. {@link io.bwe.picture.PicturePng} makes an
 * image of that file where a page cannot be shown.
 *
 * <p>The image is a photograph of the page, taken by a Chromium or Chrome found on the machine, and not a drawing of its
 * own. A second drawing in Java would need a second set of axes, legends, colours and marks, would differ from the page
 * in each of them sooner or later, and would bring {@code java.desktop} into every run-time image. The price is that a
 * PNG needs a browser; a page needs nothing.
 */
package io.bwe.picture;
