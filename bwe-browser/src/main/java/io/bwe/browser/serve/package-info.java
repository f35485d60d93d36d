/**
 * The command {@code bwe serve}: a page that sends a browser's video to this process, and shows side by side what the
 * browser believes and what is estimated here.
 *
 * <p>{@code ServeCommand} reads the command line and opens a {@code CallServer}, which answers HTTP: pages from
 * {@code PageFiles}, offers by {@link io.bwe.browser.WebRtcSessions}, what goes on by {@code CallJson}. Only its public
 * API is used here.
 */
package io.bwe.browser.serve;
