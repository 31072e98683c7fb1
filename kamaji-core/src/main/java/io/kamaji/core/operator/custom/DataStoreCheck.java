package io.kamaji.core.operator.custom;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.Placement;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.pki.KeyedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a datastore can be used: all that it refers to is there, and its server takes the credentials.
 *
 * @param valid condition {@code kamaji.clastix.io/DataStoreValidation}
 * @param ready condition {@code Ready}
 * @param credentials what its Secrets hold, as a hash; empty if something of it is missing
 * @param drains whether it is to be emptied
 */
record DataStoreCheck(Verdict valid, Verdict ready, Optional<String> credentials, boolean drains) {
    /** A server that does not answer must not hold up a worker for long: it is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /**
     * What a condition says.
     *
     * @param holds empty: it can't be told
     */
    record Verdict(Optional<Boolean> holds, String reason, String message) {
        static final Verdict VALID = new Verdict(Optional.of(true), "DataStoreIsValid", "");

        boolean isTrue() {
            return holds.orElse(false);
        }

        String status() {
            return holds.map(yes -> yes ? "True" : "False").orElse("Unknown");
        }
    }

    static DataStoreCheck of(DataStore store, ReconcilerSettings settings, ClusterClient admin) {
        var drains = Placement.drains(store);
        ResolvedDataStore resolved;
        try {
            resolved = new DataStoreResolver(settings.storage(), admin).resolve(store);
        } catch (InvalidSpecException e) {
            var verdict = new Verdict(Optional.of(false), reason(e.violations()), message(e.violations()));
            return new DataStoreCheck(verdict, verdict, Optional.empty(), drains);
        } catch (KamajiException e) {
            var verdict = new Verdict(Optional.empty(), "SecretsNotReadable", e.getMessage());
            return new DataStoreCheck(verdict, verdict, Optional.empty(), drains);
        }
        var limit = settings.storeTimeout().compareTo(PATIENCE) < 0 ? settings.storeTimeout() : PATIENCE;
        return new DataStoreCheck(
                Verdict.VALID, asked(resolved.withTimeout(limit), settings), Optional.of(hash(resolved)), drains);
    }

    /** Whether tenants may be placed there. */
    boolean takesTenants() {
        return ready.isTrue() && !drains;
    }

    private static Verdict asked(ResolvedDataStore store, ReconcilerSettings settings) {
        try {
            settings.drivers().driver(store.driver()).check(store);
            return new Verdict(Optional.of(true), "Answers", "");
        } catch (KamajiException e) {
            return new Verdict(Optional.of(false), "NotUsable", e.getMessage());
        }
    }

    /** The reference looks at the one before the other, and says what it finds first. */
    private static String reason(List<Violation> violations) {
        if (violations.stream().anyMatch(violation -> violation.path().startsWith("spec.basicAuth"))) {
            return "BasicAuthValidationFailed";
        }
        return violations.stream().allMatch(violation -> violation.path().startsWith("spec.tlsConfig"))
                ? "TLSConfigurationValidationFailed"
                : "SpecValidationFailed";
    }

    private static String message(List<Violation> violations) {
        return violations.stream().map(Violation::message).distinct().collect(Collectors.joining("; "));
    }

    private static String hash(ResolvedDataStore store) {
        return Sha256.hex(String.join(
                "\n",
                store.authorityPem().orElse(""),
                pem(store.authority()),
                pem(store.client()),
                store.username().orElse(""),
                store.password().orElse("")));
    }

    private static String pem(Optional<KeyedCertificate> pair) {
        return pair.map(it -> it.certificatePem() + it.keyPem()).orElse("");
    }

    @Override
    public String toString() {
        return "DataStoreCheck[" + ready.status() + " " + ready.reason() + "]";
    }
}
