/**
 * A WebRTC receiver for browsers: it answers a browser's offer, takes its video and sends REMB back, so that one can see
 * what a real sender makes of an estimate. It decodes nothing and shows nothing.
 *
 * <p>{@link io.bwe.browser.WebRtcSessions} answers offers; each answer is a {@link io.bwe.browser.WebRtcSession}. A
 * {@link io.bwe.browser.Bottleneck} in front of a session makes a link of any capacity out of the machine's loopback.
 *
 * <p>The path of a datagram, all on one thread from the gate on:
 *
 * <pre>
 * socket → gate (bottleneck) → by its first byte: STUN → {@code IceLite}
 *                                                 DTLS → {@code DtlsEndpoint}
 *                                                 RTP, RTCP → {@code SrtpSession} → interceptor "remb"
 * </pre>
 *
 * <p>ICE is ICE-lite (RFC 8445, section 2.5): the browser checks, this side answers. That takes two messages of STUN,
 * which are written here rather than taken from a library: one that does full ICE brings its own sockets, its own
 * threads that outlive a session, and a SIP stack. DTLS is Bouncy Castle's, SRTP is Jitsi's.
 */
package io.bwe.browser;
