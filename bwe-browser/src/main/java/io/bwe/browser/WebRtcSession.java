package io.bwe.browser;

import io.bwe.api.BandwidthControl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A browser's connection. It begins with the browser's offer and ends when either side closes it, or when the browser
 * has not been heard of for the consent time-out. All its threads, its socket and its interceptor end with it.
 *
 * <p>All methods may be called from any thread.
 */
public final class WebRtcSession implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    private static final int HANDSHAKE_TIMEOUT_MS = 30_000;
    private static final long TICK_MS = 50;
    private static final long JOIN_MS = 2_000;

    private final String name;
    private final long consentTimeoutNs;
    private final Refusals refusals;
    private final SessionSocket socket;
    private final PacketGate gate;
    private final IceLite ice;
    private final DtlsEndpoint dtls;
    private final MediaReceiver media;
    private final Answer answer;
    private final SessionEnd end;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();

    private final ReentrantLock negotiation = new ReentrantLock();
    private Offer offer;
    private String answerSdp;
    private int answers;

    private WebRtcSession(String name, Offer offer, WebRtcSessions.Settings settings, SessionSocket socket) {
        this.name = name;
        this.socket = socket;
        this.end = new SessionEnd(name);
        this.consentTimeoutNs = settings.consentTimeout().toNanos();
        this.refusals = new Refusals(name);
        SecureRandom random = new SecureRandom();
        IceCredentials credentials = IceCredentials.random(random);
        DtlsIdentity identity = DtlsIdentity.ofProcess();
        answer = new Answer(random.nextLong() >>> 2, credentials, identity.fingerprint(),
                socket.localAddress());
        this.offer = offer;
        answers = 1;
        answerSdp = answer.text(offer, answers);
        ice = new IceLite(credentials, offer.credentials(), refusals, System.nanoTime());
        dtls = new DtlsEndpoint(identity, offer.fingerprints(), HANDSHAKE_TIMEOUT_MS, this::send, refusals,
                new DtlsListener());
        // From here on there are threads that somebody has to end.
        gate = settings.gate().create(name + "-link");
        try {
            media = new MediaReceiver(settings.interceptor(), this::send, refusals);
            media.streams(offer);
        } catch (RuntimeException e) {
            gate.close();
            throw e;
        }
    }

    static WebRtcSession open(String name, Offer offer, WebRtcSessions.Settings settings) throws IOException {
        SessionSocket socket = SessionSocket.open(settings.bindAddress());
        try {
            WebRtcSession session = new WebRtcSession(name, offer, settings, socket);
            session.start();
            return session;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void start() {
        threads.add(Thread.ofPlatform().daemon().name(name + "-receive").unstarted(this::receive));
        threads.add(Thread.ofPlatform().daemon().name(name + "-dtls").unstarted(dtls::run));
        threads.add(Thread.ofPlatform().daemon().name(name + "-timer").unstarted(this::keepTime));
        threads.forEach(Thread::start);
    }

    /**
     * The answer to the latest offer.
     *
     * @return a session description
     */
    public String answerSdp() {
        negotiation.lock();
        try {
            return answerSdp;
        } finally {
            negotiation.unlock();
        }
    }

    /**
     * Answers another offer of the same browser: streams that are new in it are bound to the interceptor, those that
     * are in it no more are unbound.
     *
     * @param offerSdp the browser's new offer
     * @return the answer
     * @throws BadOfferException if it cannot be answered, which includes other ICE credentials (an ICE restart) and
     *         another fingerprint; the session goes on as it was
     * @throws IllegalStateException if the session has ended
     */
    public String answer(String offerSdp) throws BadOfferException {
        Offer next = Offer.parse(offerSdp);
        negotiation.lock();
        try {
            if (closing.get()) {
                throw new IllegalStateException(name + " has ended");
            }
            if (!next.credentials().equals(offer.credentials())) {
                throw new BadOfferException("an ICE restart is not supported; begin another session");
            }
            if (!next.fingerprints().equals(offer.fingerprints())) {
                throw new BadOfferException("the certificate of a session cannot change");
            }
            media.streams(next);
            offer = next;
            answers++;
            answerSdp = answer.text(next, answers);
            return answerSdp;
        } finally {
            negotiation.unlock();
        }
    }

    /**
     * The estimate, and what can be done about it.
     *
     * @return the interceptor's control, the same object at every call
     */
    public BandwidthControl control() {
        return media.control();
    }

    /**
     * The link that all datagrams from the browser pass.
     *
     * @return the link, at first as {@link WebRtcSessions.Builder#link} says
     * @throws IllegalStateException if {@link WebRtcSessions.Builder#gate} put another gate in its place
     */
    public Bottleneck bottleneck() {
        if (gate instanceof Bottleneck bottleneck) {
            return bottleneck;
        }
        throw new IllegalStateException("this session has a gate of another kind");
    }

    /**
     * What has happened so far.
     *
     * @return the counts of this moment
     */
    public SessionStatistics statistics() {
        return media.statistics();
    }

    /** Asks the browser for a key frame of each of its video streams. */
    public void requestKeyFrames() {
        media.requestKeyFrames();
    }

    /**
     * Has each REMB told that is sent.
     *
     * @param listener takes bits per second; called by the interceptor's thread, must not block
     */
    public void onRemb(LongConsumer listener) {
        media.addRembListener(listener);
    }

    /**
     * Has something run when the session has ended: on the thread that ends it, or at once if it has ended already.
     *
     * @param action is run once; what it throws is logged
     */
    public void onClose(Consumer<CloseReason> action) {
        end.then(action);
    }

    /**
     * Why the session has ended.
     *
     * @return the reason, or empty if it has not
     */
    public Optional<CloseReason> closeReason() {
        return end.reason();
    }

    /** Whether it has ended and none of its threads is left. */
    boolean isGone() {
        return ended.getCount() == 0 && threads.stream().noneMatch(Thread::isAlive);
    }

    /** Ends the session and waits for all its threads. Does nothing the second time but wait. */
    @Override
    public void close() {
        close(CloseReason.CLOSED);
        if (!threads.contains(Thread.currentThread())) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        threads.forEach(thread -> Threads.join(thread, JOIN_MS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the session, unless that is under way. */
    private void close(CloseReason reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        stop.countDown();
        dtls.close();
        // The good-bye must be out before the socket is closed.
        threads.stream().filter(thread -> thread.getName().endsWith("-dtls")).forEach(this::joinOther);
        close("socket", socket::close);
        close("link", gate::close);
        close("interceptor", media::close);
        end.come(reason);
        ended.countDown();
    }

    /** A gate may be somebody else's. */
    private void close(String part, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "the " + part + " of " + name + " could not be closed", e);
        }
    }

    private void joinOther(Thread thread) {
        if (thread != Thread.currentThread()) {
            Threads.join(thread, JOIN_MS);
        }
    }

    private void receive() {
        try {
            socket.run(this::offerToGate);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, name + " lost its socket", e);
            close(CloseReason.SOCKET_FAILED);
        }
    }

    private void offerToGate(ByteBuffer datagram, InetSocketAddress from, long arrivalTimeNs) {
        try {
            gate.offer(datagram, arrivalTimeNs, (passed, atNs) -> onDatagram(passed, from, atNs));
        } catch (RuntimeException e) {
            // A gate of somebody else's.
            refusals.refuse(Refusal.INTERNAL_ERROR, e);
        }
    }

    private void onDatagram(ByteBuffer datagram, InetSocketAddress from, long arrivalTimeNs) {
        try {
            dispatch(datagram, from, arrivalTimeNs);
        } catch (RuntimeException e) {
            // One datagram must not end the session, whatever is in it.
            refusals.refuse(Refusal.INTERNAL_ERROR, e);
        }
    }

    private void dispatch(ByteBuffer datagram, InetSocketAddress from, long arrivalTimeNs) {
        DatagramKind kind = SessionSocket.isCutOff(datagram) ? DatagramKind.UNKNOWN : DatagramKind.of(datagram);
        if (kind != DatagramKind.STUN && kind != DatagramKind.UNKNOWN && !ice.hasChecked(from)) {
            refusals.refuse(Refusal.UNCHECKED_ADDRESS);
            return;
        }
        switch (kind) {
            case STUN ->
                ice.onStun(datagram, from, System.nanoTime()).ifPresent(response -> socket.send(response, from));
            case DTLS -> dtls.onDatagram(datagram);
            case RTP -> media.onSrtp(datagram, arrivalTimeNs);
            case RTCP -> media.onSrtcp(datagram);
            case UNKNOWN -> refusals.refuse(Refusal.UNKNOWN_DATAGRAM);
        }
    }

    private void send(ByteBuffer datagram) {
        InetSocketAddress to = ice.selected();
        if (to != null) {
            socket.send(datagram, to);
        }
    }

    private void keepTime() {
        try {
            while (!stop.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                long nowNs = System.nanoTime();
                if (nowNs - ice.lastCheckNs() > consentTimeoutNs) {
                    close(CloseReason.CONSENT_EXPIRED);
                    return;
                }
                tick(nowNs);
            }
        } catch (InterruptedException e) {
            close(CloseReason.CLOSED);
        }
    }

    private void tick(long nowNs) {
        try {
            media.tick(nowNs);
        } catch (RuntimeException e) {
            refusals.refuse(Refusal.INTERNAL_ERROR, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** What DTLS tells. */
    private final class DtlsListener implements DtlsEndpoint.Listener {
        @Override
        public void onKeys(SrtpProfile profile, byte[] keyingMaterial) {
            media.keys(profile, keyingMaterial);
        }

        @Override
        public void onEnd(CloseReason reason) {
            close(reason);
        }
    }
}
