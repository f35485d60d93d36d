package io.bwe.browser;

import io.bwe.api.InterceptorConfig;
import io.bwe.api.ProviderException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers the offers of browsers. Each answer opens a session, with a socket, an interceptor and threads of its own;
 * any number of them run side by side, up to a limit.
 *
 * <p>All methods may be called from any thread.
 */
public final class WebRtcSessions implements AutoCloseable {
    /** Numbers sessions, and so names their threads, in the whole process. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Makes the gate of a session. */
    @FunctionalInterface
    public interface GateFactory {
        /**
         * Makes a gate.
         *
         * @param threadName what to call its thread, if it has one
         * @return a new gate, which the session closes
         */
        PacketGate create(String threadName);
    }

    /**
     * What all sessions are made from.
     *
     * @param bindAddress where they listen
     * @param interceptor what their interceptors are created from
     * @param consentTimeout how long they live unheard of
     * @param gate makes their gates
     * @param maxSessions how many there may be
     */
    record Settings(InetAddress bindAddress, InterceptorConfig interceptor, Duration consentTimeout, GateFactory gate,
            int maxSessions) {
    }

    private final Settings settings;
    /** Those that have not ended, and those of which a thread may be left. */
    private final Set<WebRtcSession> known = ConcurrentHashMap.newKeySet();
    /** Held while a session is counted and opened, so that there are never more than the limit. */
    private final ReentrantLock accepting = new ReentrantLock();
    private volatile boolean closed;

    private WebRtcSessions(Settings settings) {
        this.settings = settings;
    }

    /**
     * A builder that starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers an offer and opens a session for it. The browser is expected to connect from then on.
     *
     * @param offerSdp the browser's offer; its candidates may be missing, for the browser checks
     * @return the session
     * @throws BadOfferException if the offer cannot be answered
     * @throws IOException if no socket can be opened on the address
     * @throws IllegalStateException if this is closed, or the limit of sessions is reached
     * @throws IllegalArgumentException if the interceptor refuses its configuration
     * @throws ProviderException if interceptor or estimator cannot be found
     */
    public WebRtcSession accept(String offerSdp) throws BadOfferException, IOException {
        Offer offer = Offer.parse(offerSdp);
        accepting.lock();
        try {
            return open(offer);
        } finally {
            accepting.unlock();
        }
    }

    private WebRtcSession open(Offer offer) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        known.removeIf(WebRtcSession::isGone);
        int open = sessions().size();
        if (open >= settings.maxSessions()) {
            throw new IllegalStateException("there are " + open + " sessions already, which is the limit");
        }
        WebRtcSession session = WebRtcSession.open("bwe-browser-" + NUMBER.incrementAndGet(), offer, settings);
        known.add(session);
        if (closed) {
            session.close();
            throw new IllegalStateException("closed");
        }
        return session;
    }

    /**
     * The sessions that have not ended.
     *
     * @return them, in no order, immutable
     */
    public List<WebRtcSession> sessions() {
        return known.stream().filter(session -> session.closeReason().isEmpty()).toList();
    }

    /** Ends all sessions and waits for their threads. */
    @Override
    public void close() {
        closed = true;
        known.forEach(WebRtcSession::close);
        known.removeIf(WebRtcSession::isGone);
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {
        /** Decides which packets the bottlenecks lose. */
        private static final long LOSS_SEED = 1;
        private static final Duration MIN_CONSENT = Duration.ofSeconds(1);
        private static final Duration MAX_CONSENT = Duration.ofHours(1);

        private InetAddress bindAddress = InetAddress.getLoopbackAddress();
        private InterceptorConfig interceptor = InterceptorConfig.defaults();
        private Duration consentTimeout = Duration.ofSeconds(30);
        private LinkSettings link = LinkSettings.OPEN;
        private @Nullable GateFactory gate;
        private int maxSessions = 64;

        private Builder() {
        }

        /**
         * The address that sessions listen on, and tell the browser.
         *
         * @param address one of this machine's, not the wildcard; default the loopback address
         * @return this
         * @throws IllegalArgumentException if it is the wildcard address
         */
        public Builder bindAddress(InetAddress address) {
            if (address.isAnyLocalAddress()) {
                throw new IllegalArgumentException("bindAddress " + address.getHostAddress()
                        + " stands for all addresses, and a browser needs one to send to");
            }
            bindAddress = address;
            return this;
        }

        /**
         * What the interceptor of each session is created from. {@code sender-ssrc} is best left alone.
         *
         * @param config the configuration; default {@link InterceptorConfig#defaults()}
         * @return this
         */
        public Builder interceptor(InterceptorConfig config) {
            interceptor = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * How long a session lives without an ICE check of the browser's. Some check only every 4 to 6 s, as RFC 7675
         * says, and ask once: the default, that RFC's own, outlives four checks that a full queue loses in a row.
         *
         * @param timeout 1 s to 1 h; default 30 s
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder consentTimeout(Duration timeout) {
            if (timeout.compareTo(MIN_CONSENT) < 0 || timeout.compareTo(MAX_CONSENT) > 0) {
                throw new IllegalArgumentException(
                        "consentTimeout " + timeout + " is out of range; allowed is 1 s to 1 h");
            }
            consentTimeout = timeout;
            return this;
        }

        /**
         * What the {@linkplain WebRtcSession#bottleneck() bottleneck} of each session is like at first.
         *
         * @param settings the settings; default {@link LinkSettings#OPEN}
         * @return this
         */
        public Builder link(LinkSettings settings) {
            link = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Puts another gate in the bottleneck's place.
         *
         * @param factory makes the gate of each session; default the bottleneck
         * @return this
         */
        public Builder gate(GateFactory factory) {
            gate = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /**
         * How many sessions may be open at a time.
         *
         * @param sessions 1 to 10,000; default 64
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxSessions(int sessions) {
            if (sessions < 1 || sessions > 10_000) {
                throw new IllegalArgumentException(
                        "maxSessions " + sessions + " is out of range; allowed is 1 to 10000");
            }
            maxSessions = sessions;
            return this;
        }

        /**
         * Makes it. No socket is opened before the first offer. The first call in a process takes up to a second, for
         * the certificate and for loading what encrypts.
         *
         * @return ready to answer
         */
        public WebRtcSessions build() {
            DtlsIdentity.ofProcess();
            SrtpSession.prepare();
            LinkSettings linkSettings = link;
            GateFactory factory = gate != null
                    ? gate
                    : threadName -> new Bottleneck(linkSettings, LOSS_SEED, threadName);
            return new WebRtcSessions(
                    new Settings(bindAddress, interceptor, consentTimeout, factory, maxSessions));
        }
    }
}
