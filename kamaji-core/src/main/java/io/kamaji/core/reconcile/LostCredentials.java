package io.kamaji.core.reconcile;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Credential;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.StoredCredentials;
import io.kamaji.pki.CertificateSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a tenant once had and lacks now: authorities and signing keys that are not stored, though what was made after them is.
 * Others hold what was issued from them, so that a new one is a decision and no repair. Immutable; holds no key.
 *
 * @param rows of what is lost
 * @param all rows of all credentials
 */
record LostCredentials(List<Credential> rows, List<Credential> all, AdminState seen) {

    static LostCredentials of(List<Credential> all, StoredCredentials stored, AdminState seen) {
        var lives = lives(seen);
        var rows = all.stream()
                .filter(LostCredentials::isRoot)
                .filter(row -> isMissing(row, stored))
                .filter(row -> ClusterCredentials.PKI.contains(row) ? lives : hasIssued(row, all, stored))
                .toList();
        return new LostCredentials(rows, all, seen);
    }

    private static boolean isRoot(Credential row) {
        return row.form() == Credential.Form.SIGNING_KEYS || row.form() == Credential.Form.PEM && row.isAuthority();
    }

    private static boolean isMissing(Credential row, StoredCredentials stored) {
        return row.isCertificate()
                ? !stored.certificates().containsKey(row.name())
                        && !stored.unreadable().containsKey(row.name())
                : stored.signingKeys().isEmpty();
    }

    /** Whether anything is there that is written only after all roots are stored. */
    private static boolean lives(AdminState seen) {
        var names = seen.names();
        return Stream.concat(
                        Stream.of(names.deployment(), names.kubeadmConfig()),
                        ClusterCredentials.KUBECONFIGS.stream().map(row -> names.secret(row.secret())))
                .anyMatch(ref -> seen.get(ref).isPresent());
    }

    private static boolean hasIssued(Credential row, List<Credential> all, StoredCredentials stored) {
        return all.stream()
                .filter(other -> other.issuer().equals(Optional.of(row.name())))
                .anyMatch(other -> !isMissing(other, stored));
    }

    /** What is not made without consent, by name: the lost ones and all that they would have to issue. */
    Map<String, String> withheld(List<CertificateSpec> wanted) {
        var withheld = new LinkedHashMap<String, String>();
        for (var row : rows) {
            withheld.put(row.name(), "<consent to a new " + row.name() + ">");
        }
        var before = -1;
        while (before != withheld.size()) {
            before = withheld.size();
            wanted.forEach(spec ->
                    spec.issuer().map(withheld::get).ifPresent(consent -> withheld.putIfAbsent(spec.name(), consent)));
        }
        return withheld;
    }

    /** Why one that was lost is made. */
    Optional<String> reason(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .map(row -> "it was lost; this " + row.loss().orElse("voids what it issued"));
    }

    /** One for each, by name, with what to do. */
    List<String> warnings() {
        return rows.stream()
                .map(row -> ref(row) + " is gone or lacks " + String.join(" and ", row.files())
                        + ", and the tenant lives: restore it from a backup. A new one is made only with consent"
                        + " (allowNewAuthorities), because that "
                        + row.loss().orElse("voids what it issued"))
                .toList();
    }

    /** Of Secrets that are about to be lost. */
    List<String> terminating() {
        return all.stream()
                .filter(LostCredentials::isRoot)
                .flatMap(row -> seen.get(ref(row)).filter(Ownership::isTerminating).stream())
                .map(LostCredentials::ending)
                .distinct()
                .toList();
    }

    private static String ending(JsonObject secret) {
        return ObjectRef.of(secret) + " is being deleted, and only its finalizers " + Ownership.finalizers(secret)
                + " keep it: save its data now and restore it once it is gone";
    }

    private ObjectRef ref(Credential row) {
        return seen.names().secret(row.secret());
    }
}
