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

    boolean isDue(X509Certificate certificate, Instant now);

    /** The default: when a third of the lifetime is left. */
    static RenewalPolicy thirdOfLifetime() {
        return (certificate, now) -> {
            Instant end = certificate.getNotAfter().toInstant();
            Duration lifetime = Duration.between(certificate.getNotBefore().toInstant(), end);
            return !now.isBefore(end.minus(lifetime.dividedBy(3)));
        };
    }

    /** When this much time, or less, is left. */
    static RenewalPolicy before(Duration left) {
        return (certificate, now) ->
                !now.isBefore(certificate.getNotAfter().toInstant().minus(left));
    }

    /** Only once it has expired. */
    static RenewalPolicy never() {
        return (certificate, now) -> false;
    }
}
