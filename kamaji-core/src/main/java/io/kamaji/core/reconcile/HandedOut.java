package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.CredentialReader;
import io.kamaji.core.storage.TenantAccounts;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.PkiException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is handed out of a tenant's Secrets: kubeconfigs, and the authority to issue from. Stateless. */
final class HandedOut {
    private HandedOut() {}

    /** @throws KamajiException if it is not there yet or can't be read */
    static Kubeconfig kubeconfig(TenantObjects names, String key, Optional<JsonObject> secret) {
        return secret.flatMap(s -> TenantAccounts.text(s, key))
                .map(text -> parsed(names, key, text))
                .orElseThrow(() -> KamajiException.at(
                                names.adminKubeconfig(),
                                "no " + key + " yet: reconcile the tenant until the tenant's address is known")
                        .retryAfter(Duration.ofSeconds(1)));
    }

    private static Kubeconfig parsed(TenantObjects names, String key, String text) {
        try {
            return Kubeconfig.parse(text);
        } catch (PkiException e) {
            throw KamajiException.at(
                            names.adminKubeconfig(),
                            key + " can't be read: " + e.getMessage() + "; reconcile the tenant to have " + key
                                    + " made anew")
                    .cause(e);
        }
    }

    /** @throws KamajiException if it is not there yet or can't be read */
    static KeyedCertificate authority(TenantObjects names, ClusterClient admin) {
        var ref = names.clusterAuthority();
        var ca = ClusterCredentials.CA;
        var stored = admin.get(ref).map(secret -> CredentialReader.read(List.of(ca), Map.of(ca.secret(), secret)));
        var unreadable = stored.map(credentials -> credentials.unreadable().get(ca.name()));
        if (unreadable.isPresent()) {
            throw KamajiException.at(ref, "the CA can't be read: restore the Secret")
                    .cause(unreadable.get());
        }
        return stored.map(credentials -> credentials.certificates().get(ca.name()))
                .orElseThrow(() -> KamajiException.at(ref, "no CA yet: reconcile the tenant first"));
    }
}
