package io.kamaji.core.reconcile;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Credential.Form;
import io.kamaji.core.render.internal.Names;
import io.kamaji.pki.CertificateSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked to be issued anew, by annotation {@value Names#ROTATE} of the Secrets that hold it: all that is in such a Secret,
 * as what is left of it would be as old. Authorities and signing keys are not: every node would have to join again. Immutable.
 *
 * @param secrets by what follows {@code <tcp>-} in their names: the certificates of each
 * @param warnings what is asked for and not done
 */
record RotationRequests(Map<String, Set<String>> secrets, List<String> warnings) {

    /** @param wanted the certificates of all components */
    static RotationRequests of(List<Credential> rows, Map<String, JsonObject> secrets, List<CertificateSpec> wanted) {
        var ours = wanted.stream()
                .filter(spec -> !spec.external())
                .map(CertificateSpec::name)
                .collect(Collectors.toSet());
        var asked = new LinkedHashMap<String, Set<String>>();
        var warnings = new LinkedHashSet<String>();
        for (var row : rows) {
            var secret = Optional.ofNullable(secrets.get(row.secret())).filter(RotationRequests::asks);
            if (secret.isEmpty()) {
                continue;
            }
            if (row.isAuthority() || row.form() == Form.SIGNING_KEYS) {
                warnings.add("Secret " + secret.get().text("metadata", "name").orElse(row.secret())
                        + ": annotation " + Names.ROTATE
                        + " asks for another authority, which is not made: every node would have"
                        + " to join again; take the annotation away");
            } else if (row.isCertificate() && ours.contains(row.name())) {
                asked.computeIfAbsent(row.secret(), unused -> new LinkedHashSet<>())
                        .add(row.name());
            }
        }
        return new RotationRequests(asked, List.copyOf(warnings));
    }

    private static boolean asks(JsonObject secret) {
        return secret.text("metadata", "annotations", Names.ROTATE)
                .filter(String::isEmpty)
                .isPresent();
    }

    /** The certificates to be issued anew. */
    Set<String> names() {
        return secrets.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What the annotation of each Secret says once it is done. */
    Map<String, String> done(Instant now) {
        return secrets.keySet().stream().collect(Collectors.toMap(secret -> secret, unused -> now.toString()));
    }
}
