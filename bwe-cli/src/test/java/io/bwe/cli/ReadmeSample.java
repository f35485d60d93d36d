package io.bwe.cli;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.StreamInfo;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The samples of the README, between a line {@code // begin} and a line {@code // end} each, so that they compile and
 * run.
 */
final class ReadmeSample {
    /** What a media server has for each of its peers. */
    interface Connection {
        void sendRtcp(ByteBuffer rtcp);

        void route(ByteBuffer rtp);
    }

    private ReadmeSample() {
    }

    static long inServer(Connection connection, long ssrc, ByteBuffer packet, long arrivalTimeNs) {
        // begin
        Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults());
        interceptor.bindRtcpWriter(connection::sendRtcp);
        StreamInfo video = StreamInfo.builder(ssrc).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, 3).build();
        RtpHandler handler = interceptor.bindRemoteStream(video, (rtp, at, ordinal) -> connection.route(rtp));
        handler.onRtp(packet, arrivalTimeNs); // every packet received, from any thread
        long bps = interceptor.bandwidthControl().orElseThrow().estimate().estimateBps(); // whenever you like
        interceptor.close(); // with the connection
        // end
        return bps;
    }

    static InterceptorConfig otherEstimator() {
        // begin
        InterceptorConfig config = InterceptorConfig.builder()
                .estimator("fixed-rate")
                .estimatorConfig(EstimatorConfig.builder().startBps(300_000).maxBps(4_000_000).build())
                .option("interval", "500ms")
                .build();
        // end
        return config;
    }

    static List<ShadowEstimator> onLiveTraffic(Interceptor interceptor) {
        // begin
        BandwidthControl control = interceptor.bandwidthControl().orElseThrow();
        ShadowEstimator candidate = control.shadow("delay-trendline"); // takes the same packets, tells nobody
        long bps = candidate.estimate().estimateBps(); // compare it with control.estimate() for as long as you like
        candidate.takeOver(); // drives from when it is warm; or candidate.close()
        ShadowEstimator another = control.swapEstimator("auto"); // the same without a trial
        // end
        return bps == 0 ? List.of(candidate, another) : List.of();
    }
}
