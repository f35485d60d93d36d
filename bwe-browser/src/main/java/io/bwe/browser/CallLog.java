package io.bwe.browser;

import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/** Remembers what REMBs the sessions of a {@link BrowserServer} sent and how they ended, and tells it as JSON. */
final class CallLog {
    private static final int MAX_REMBS = 1000;

    /**
     * A REMB.
     *
     * @param timeMs when it was sent, on the wall clock, which the browser on this machine has, too
     * @param bps what it said
     */
    private record Remb(long timeMs, long bps) {
    }

    private final Map<String, Deque<Remb>> rembs = new ConcurrentHashMap<>();
    private final Map<String, CloseReason> ends = new ConcurrentHashMap<>();

    void watch(WebRtcSession session) {
        // Without a lock: a virtual thread of the interceptor writes, one at a time, and must not be held on its carrier.
        Deque<Remb> sent = rembs.computeIfAbsent(session.toString(), name -> new ConcurrentLinkedDeque<>());
        session.onRemb(bps -> {
            sent.add(new Remb(System.currentTimeMillis(), bps));
            if (sent.size() > MAX_REMBS) {
                sent.remove();
            }
        });
        session.onClose(reason -> ends.put(session.toString(), reason));
    }

    /** All of it, with the threads of this module that are alive. */
    String json(Collection<WebRtcSession> sessions) {
        String threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("bwe-")).sorted().map(name -> '"' + name + '"')
                .collect(Collectors.joining(","));
        String open = sessions.stream().map(this::json).collect(Collectors.joining(","));
        String ended = ends.entrySet().stream().map(end -> '"' + end.getKey() + "\":\"" + end.getValue() + '"')
                .collect(Collectors.joining(","));
        return "{\"timeMs\":" + System.currentTimeMillis() + ",\"threads\":[" + threads + "],\"sessions\":[" + open
                + "],\"ended\":{" + ended + "}}";
    }

    private String json(WebRtcSession session) {
        SessionStatistics statistics = session.statistics();
        String refused = statistics.refused().entrySet().stream()
                .map(entry -> '"' + entry.getKey().name() + "\":" + entry.getValue()).collect(Collectors.joining(","));
        return "{\"name\":\"" + session + "\",\"connected\":" + statistics.connected() + ",\"rtpPackets\":"
                + statistics.rtpPackets() + ",\"rtpBytes\":" + statistics.rtpBytes() + ",\"keyFrames\":"
                + statistics.keyFrames() + ",\"keyFrameRequests\":" + statistics.keyFrameRequests()
                + ",\"nackedPackets\":" + statistics.nackedPackets() + ",\"rembsSent\":"
                + statistics.rembs() + ",\"estimateBps\":" + session.control().estimate().estimateBps()
                + ",\"liveSsrcs\":"
                + Arrays.toString(session.control().estimate().liveSsrcs()) + ",\"incomingBps\":"
                + session.control().estimate().incomingBps() + ",\"queueMs\":"
                + session.bottleneck().queueDelayNs() / 1_000_000 + ",\"dropped\":"
                + session.bottleneck().droppedInQueue() + ",\"rttMs\":"
                + statistics.lastRttNs().orElse(-1) / 1e6 + ",\"refused\":{" + refused + "},\"rembs\":["
                + rembs(session) + "]}";
    }

    private String rembs(WebRtcSession session) {
        Deque<Remb> sent = rembs.get(session.toString());
        if (sent == null) {
            return "";
        }
        return sent.stream().map(remb -> "[" + remb.timeMs() + "," + remb.bps() + "]").collect(Collectors.joining(","));
    }
}
