package io.bwe.remb;

import io.bwe.api.RtpHandler;

/** What a fresh JVM runs to show which classes an interceptor at work loads. */
final class UnsafeProbe {
    /** The last line written if all went well. */
    static final String DONE = "estimated and closed";

    private UnsafeProbe() {
    }

    /** Takes a packet of a bound and of an unannounced stream through to a REMB, and closes. */
    public static void main(String[] arguments) {
        try (InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler bound = fixture.bind(1);
            RtpHandler unsignalled = fixture.interceptor.unsignalledRtp(
                    InterceptorFixture.video(2).build().headerExtensions(), (packet, arrivalTimeNs, ordinal) -> {
                    });
            fixture.receive(bound, 1);
            fixture.receive(unsignalled, 2);
            fixture.settle();
            fixture.eventually(() -> {
                fixture.clock.advance(java.time.Duration.ofMillis(50));
                if (fixture.statistics.packetsEstimated() < 2 || fixture.rembs.isEmpty()) {
                    throw new AssertionError("not estimated yet");
                }
            });
        }
        System.out.println(DONE);
    }
}
