package io.kamaji.pki;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * When a certificate that is still valid is renewed; default: {@link #thirdOfLifetime()}.
 *
 * <p>Asked for leaves only. Must be a pure function of its arguments.
 */
@FunctionalInterface
public interface RenewalPolicy {

    /**
     * Whether it is to be renewed now.
     *
     * @param end when it expires
     * @param lifetime how long one is good; of a certificate that was backdated by more, what is declared for it
     */
    boolean isDue(Instant end, Duration lifetime, Instant now);

    /**
     * As {@link #isDue(Instant, Duration, Instant)}, of a certificate. kubeadm backdates those in its kubeconfigs to their
     * issuer's beginning: that is no part of a lifetime.
     *
     * @param declared how long such a certificate is to be good
     */
    default boolean isDue(X509Certificate certificate, Duration declared, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration lifetime = Duration.between(certificate.getNotBefore().toInstant(), end);
        return isDue(end, lifetime.compareTo(declared) < 0 ? lifetime : declared, now);
    }

    /** The default: when a third of the lifetime is left. */
    static RenewalPolicy thirdOfLifetime() {
        return (end, lifetime, now) -> !now.isBefore(end.minus(lifetime.dividedBy(3)));
    }

    /** When this much time, or less, is left. */
    static RenewalPolicy before(Duration left) {
        return (end, lifetime, now) -> !now.isBefore(end.minus(left));
    }

    /** Only once it has expired. */
    static RenewalPolicy never() {
        return (end, lifetime, now) -> false;
    }
}
