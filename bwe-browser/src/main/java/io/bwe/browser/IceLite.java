package io.bwe.browser;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ICE-lite (RFC 8445, section 2.5): answers the browser's connectivity checks and does as it nominates. The browser's
 * address is learnt from its checks (a peer-reflexive candidate), so its own candidates are not needed.
 *
 * <p>Used by one thread; {@link #selected()} and {@link #lastCheckNs()} by any.
 */
final class IceLite {
    /** How many addresses of the browser are remembered: it checks from each of its interfaces. */
    private static final int MAX_CHECKED = 16;
    private static final int UNAUTHORIZED = 401;
    private static final int ROLE_CONFLICT = 487;

    private final IceCredentials local;
    private final String username;
    private final Refusals refusals;
    private final Set<InetSocketAddress> checked = new LinkedHashSet<>();
    private volatile @Nullable InetSocketAddress selected;
    private volatile long lastCheckNs;

    /**
     * Creates an agent.
     *
     * @param local this side's credentials
     * @param remote the browser's credentials
     * @param refusals is told of what is refused
     * @param nowNs counts as the first check
     */
    IceLite(IceCredentials local, IceCredentials remote, Refusals refusals, long nowNs) {
        this.local = local;
        this.username = local.ufrag() + ":" + remote.ufrag();
        this.refusals = refusals;
        this.lastCheckNs = nowNs;
    }

    /**
     * Takes a STUN message.
     *
     * @param datagram from position to limit
     * @param from whose it is
     * @param nowNs when it came
     * @return what is to be sent back
     */
    Optional<ByteBuffer> onStun(ByteBuffer datagram, InetSocketAddress from, long nowNs) {
        Optional<StunMessage> decoded = StunMessage.decode(datagram);
        if (decoded.isEmpty()) {
            refusals.refuse(Refusal.STUN_MALFORMED);
            return Optional.empty();
        }
        StunMessage request = decoded.get();
        if (request.type() != StunMessage.BINDING_REQUEST) {
            // Indications keep a NAT open, and this side asks nothing that could be answered.
            return Optional.empty();
        }
        if (!request.username().equals(Optional.of(username)) || !request.isSignedWith(local.pwd())) {
            refusals.refuse(Refusal.STUN_CREDENTIALS);
            return Optional.of(new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                    .errorCode(UNAUTHORIZED, "Unauthorized").finish());
        }
        if (request.has(StunMessage.ICE_CONTROLLED)) {
            // A lite agent never controls.
            return Optional.of(new StunWriter(StunMessage.BINDING_ERROR, request.transactionId())
                    .errorCode(ROLE_CONFLICT, "Role Conflict").integrity(local.pwd()).finish());
        }
        lastCheckNs = nowNs;
        remember(from);
        if (request.has(StunMessage.USE_CANDIDATE)) {
            selected = from;
        }
        return Optional.of(new StunWriter(StunMessage.BINDING_SUCCESS, request.transactionId())
                .xorMappedAddress(from).integrity(local.pwd()).finish());
    }

    private void remember(InetSocketAddress from) {
        if (checked.contains(from)) {
            return;
        }
        if (checked.size() == MAX_CHECKED) {
            checked.remove(checked.iterator().next());
        }
        checked.add(from);
    }

    /** Whether an address has passed a check; nothing else is taken from any other. */
    boolean hasChecked(InetSocketAddress from) {
        return checked.contains(from);
    }

    /** Where to send to, or null before the first nomination. */
    @Nullable
    InetSocketAddress selected() {
        return selected;
    }

    /** When the latest check passed, which is consent to send on (RFC 7675). */
    long lastCheckNs() {
        return lastCheckNs;
    }
}
