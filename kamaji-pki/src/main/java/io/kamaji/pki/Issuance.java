package io.kamaji.pki;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What issuing depends on besides the declaration: time, randomness, key algorithm, renewal policy, what to rotate.
 *
 * <p>Immutable, but for the state of the randomness; as thread-safe as that.
 *
 * @param keyAlgorithm of new certificates; one that is renewed keeps the algorithm it has, unless it is rotated
 * @param rotate the certificates to issue anew whatever their state, and with an authority all below it
 */
public record Issuance(
        Instant now, SecureRandom random, KeyAlgorithm keyAlgorithm, RenewalPolicy renewalPolicy, Set<String> rotate) {

    public Issuance {
        rotate = Collections.unmodifiableSet(new LinkedHashSet<>(rotate));
    }

    /** Nothing to rotate. */
    public Issuance(Instant now, SecureRandom random, KeyAlgorithm keyAlgorithm, RenewalPolicy renewalPolicy) {
        this(now, random, keyAlgorithm, renewalPolicy, Set.of());
    }

    /** P-256 keys, renewed when a third of the lifetime is left. */
    public static Issuance of(Instant now, SecureRandom random) {
        return new Issuance(now, random, KeyAlgorithm.ECDSA_P256, RenewalPolicy.thirdOfLifetime());
    }

    /** Another algorithm of new keys. */
    public Issuance withKeyAlgorithm(KeyAlgorithm value) {
        return new Issuance(now, random, value, renewalPolicy, rotate);
    }

    /** Another policy of when to renew. */
    public Issuance withRenewalPolicy(RenewalPolicy value) {
        return new Issuance(now, random, keyAlgorithm, value, rotate);
    }

    /** Issues these anew, whatever their state; that of an authority takes all below it along. Asked for once, done once. */
    public Issuance withRotate(Set<String> names) {
        return new Issuance(now, random, keyAlgorithm, renewalPolicy, names);
    }
}
