package io.kamaji.api.rules;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.datastore.DataStoreSpec;
import java.util.Optional;

/** References to Secrets that can never be followed; the messages are those of the reference's validation condition. */
final class ReferenceRules {
    private ReferenceRules() {}

    static void check(DataStoreSpec spec, Findings found) {
        spec.basicAuth().ifPresent(auth -> {
            reference("spec.basicAuth.username", Optional.of(auth.username()), found);
            reference("spec.basicAuth.password", Optional.of(auth.password()), found);
        });
        spec.tlsConfig().ifPresent(tls -> {
            var authority = tls.certificateAuthority();
            var path = "spec.tlsConfig.certificateAuthority.";
            if (isEmpty(authority.certificate())) {
                found.add(
                        path + "certificate",
                        null,
                        "CA certificate is not valid, the Secret reference is mandatory when bare content is not specified");
            }
            reference(path + "certificate", Optional.of(authority.certificate()), found);
            reference(path + "privateKey", authority.privateKey(), found);
            tls.clientCertificate().ifPresent(client -> {
                reference("spec.tlsConfig.clientCertificate.certificate", Optional.of(client.certificate()), found);
                reference("spec.tlsConfig.clientCertificate.privateKey", Optional.of(client.privateKey()), found);
            });
        });
    }

    private static boolean isEmpty(ContentRef ref) {
        return ref.content().orElse("").isEmpty() && ref.secretReference().isEmpty();
    }

    private static void reference(String path, Optional<ContentRef> ref, Findings found) {
        ref.filter(it -> it.content().orElse("").isEmpty())
                .flatMap(ContentRef::secretReference)
                .ifPresent(secret -> {
                    if (secret.name().orElse("").isEmpty()) {
                        found.add(
                                path + ".secretReference.name",
                                secret.name(),
                                "the Secret reference name is mandatory");
                    }
                    if (secret.namespace().orElse("").isEmpty()) {
                        found.add(
                                path + ".secretReference.namespace",
                                secret.namespace(),
                                "the Secret reference namespace is mandatory");
                    }
                });
    }
}
