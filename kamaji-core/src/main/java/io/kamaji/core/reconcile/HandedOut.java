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
                .orElseThrow(() -> new KamajiException(
                        names.adminKubeconfig() + " holds no " + key
                                + " yet: reconcile the tenant until its address is known",
                        null,
                        names.adminKubeconfig(),
                        Duration.ofSeconds(1)));
    }

    private static Kubeconfig parsed(TenantObjects names, String key, String text) {
        try {
            return Kubeconfig.parse(text);
        } catch (PkiException e) {
            throw new KamajiException(
                    names.adminKubeconfig() + ", " + key + " can't be read: " + e.getMessage()
                            + "; reconcile the tenant to have it made anew",
                    e,
                    names.adminKubeconfig(),
                    null);
        }
    }

    /** @throws KamajiException if it is not there yet or can't be read */
    static KeyedCertificate authority(TenantObjects names, ClusterClient admin) {
        var ref = names.clusterAuthority();
        var ca = ClusterCredentials.CA;
        var stored = admin.get(ref).map(secret -> CredentialReader.read(List.of(ca), Map.of(ca.secret(), secret)));
        var unreadable = stored.map(credentials -> credentials.unreadable().get(ca.name()));
        return stored.map(credentials -> credentials.certificates().get(ca.name()))
                .orElseThrow(() -> new KamajiException(
                        unreadable.isPresent()
                                ? ref + " can't be read: restore it"
                                : ref + " holds no CA yet: reconcile the tenant first",
                        unreadable.orElse(null),
                        ref,
                        null));
    }
}
