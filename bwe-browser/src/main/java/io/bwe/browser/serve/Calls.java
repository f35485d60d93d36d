package io.bwe.browser.serve;

import io.bwe.browser.BadOfferException;
import io.bwe.browser.WebRtcSession;
import io.bwe.browser.WebRtcSessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The calls that are on, and how the last ones ended. Safe for use by several threads. */
final class Calls implements AutoCloseable {
    /** How many ends are remembered. */
    private static final int MAX_ENDED = 100;

    /**
     * How a call ended.
     *
     * @param reason why
     * @param stuck tasks of its interceptor that did not end
     */
    record End(String reason, List<String> stuck) {
    }

    private final WebRtcSessions sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Call> open = new LinkedHashMap<>();
    private final Map<String, End> ended = new LinkedHashMap<>();

    Calls(WebRtcSessions sessions) {
        this.sessions = sessions;
    }

    /** Answers the first offer of a browser. */
    Call accept(String offer) throws BadOfferException, IOException {
        Call call = new Call(sessions.accept(offer));
        lock.lock();
        try {
            open.put(call.name(), call);
        } finally {
            lock.unlock();
        }
        // Runs at once if the session has ended meanwhile.
        call.session().onClose(reason -> end(call.session(), reason.name()));
        return call;
    }

    private void end(WebRtcSession session, String reason) {
        List<String> stuck = session.control().closeReport().stuck();
        lock.lock();
        try {
            open.remove(session.toString());
            End end = new End(reason, stuck);
            ended.put(session.toString(), end);
            if (ended.size() > MAX_ENDED) {
                ended.remove(ended.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<Call> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(name));
        } finally {
            lock.unlock();
        }
    }

    List<Call> open() {
        lock.lock();
        try {
            return new ArrayList<>(open.values());
        } finally {
            lock.unlock();
        }
    }

    /** The last that ended, by name, the oldest first. */
    Map<String, End> ended() {
        lock.lock();
        try {
            return new LinkedHashMap<>(ended);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
