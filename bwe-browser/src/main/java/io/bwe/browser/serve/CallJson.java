package io.bwe.browser.serve;

import io.bwe.api.EstimateView;
import io.bwe.browser.LinkSettings;
import io.bwe.browser.SessionStatistics;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Tells of calls as JSON. What is not known is null. No state. */
final class CallJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double MS_NS = 1e6;
    private static final double PERCENT = 100;

    private CallJson() {
    }

    /**
     * All calls, how the last ones ended with what is stuck of their interceptors, and the platform threads of this module
     * that are alive.
     */
    static byte[] all(Calls calls) {
        return write(json -> {
            json.writeNumberProperty("timeMs", System.currentTimeMillis());
            json.writeArrayPropertyStart("threads");
            Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .filter(name -> name.startsWith("bwe-")).sorted().forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("sessions");
            calls.open().forEach(call -> {
                json.writeStartObject();
                call(json, call, 0);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeObjectPropertyStart("ended");
            calls.ended().forEach((name, end) -> {
                json.writeObjectPropertyStart(name);
                json.writeStringProperty("reason", end.reason());
                json.writeArrayPropertyStart("stuck");
                end.stuck().forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            });
            json.writeEndObject();
        });
    }

    /** A call, with its REMBs since a time. */
    static byte[] one(Call call, long rembsSinceMs) {
        return write(json -> {
            json.writeNumberProperty("timeMs", System.currentTimeMillis());
            call(json, call, rembsSinceMs);
        });
    }

    private static byte[] write(Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void call(JsonGenerator json, Call call, long rembsSinceMs) {
        json.writeStringProperty("name", call.name());
        json.writeStringProperty("estimator", call.session().control().estimatorName());
        estimate(json, call.session().control().estimate());
        statistics(json, call.session().statistics());
        json.writeArrayPropertyStart("rembs");
        for (Call.Remb remb : call.rembsSince(rembsSinceMs)) {
            json.writeStartArray();
            json.writeNumber(remb.timeMs());
            json.writeNumber(remb.bps());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeNumberProperty("queueMs", call.session().bottleneck().queueDelayNs() / MS_NS);
        json.writeNumberProperty("droppedInQueue", call.session().bottleneck().droppedInQueue());
        json.writeNumberProperty("lost", call.session().bottleneck().lost());
        json.writeObjectPropertyStart("link");
        link(json, call.session().bottleneck().settings());
        json.writeEndObject();
    }

    private static void estimate(JsonGenerator json, EstimateView estimate) {
        if (estimate.hasEstimate()) {
            json.writeNumberProperty("estimateBps", estimate.estimateBps());
        } else {
            json.writeNullProperty("estimateBps");
        }
        json.writeStringProperty("usage", estimate.usage().name());
        json.writeArrayPropertyStart("liveSsrcs");
        for (long ssrc : estimate.liveSsrcs()) {
            json.writeNumber(ssrc);
        }
        json.writeEndArray();
    }

    private static void statistics(JsonGenerator json, SessionStatistics statistics) {
        json.writeBooleanProperty("connected", statistics.connected());
        json.writeNumberProperty("rtpPackets", statistics.rtpPackets());
        json.writeNumberProperty("rtpBytes", statistics.rtpBytes());
        json.writeNumberProperty("keyFrames", statistics.keyFrames());
        json.writeNumberProperty("keyFrameRequests", statistics.keyFrameRequests());
        json.writeNumberProperty("nackedPackets", statistics.nackedPackets());
        json.writeNumberProperty("rembsSent", statistics.rembs());
        if (statistics.lastRttNs().isPresent()) {
            json.writeNumberProperty("rttMs", statistics.lastRttNs().getAsLong() / MS_NS);
        } else {
            json.writeNullProperty("rttMs");
        }
        json.writeObjectPropertyStart("refused");
        statistics.refused().forEach((kind, count) -> json.writeNumberProperty(kind.name(), count));
        json.writeEndObject();
    }

    private static void link(JsonGenerator json, LinkSettings link) {
        if (link.rateBps() == LinkSettings.UNLIMITED) {
            json.writeNullProperty("rateBps");
        } else {
            json.writeNumberProperty("rateBps", link.rateBps());
        }
        json.writeNumberProperty("queueMs", link.queueLimit().toMillis());
        json.writeNumberProperty("delayMs", link.delay().toMillis());
        json.writeNumberProperty("lossPercent", link.lossRatio() * PERCENT);
    }
}
