package io.kamaji.core.access;

import io.kamaji.pki.ClientCertificates;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes kubeconfigs for a user and groups from a tenant's CA. They are not stored anywhere and can't be revoked: give them
 * a short life. No RBAC is written for them. Stateless.
 */
public final class ClientKubeconfigs {

    private ClientKubeconfigs() {}

    /**
     * Makes one.
     *
     * @param like names the cluster, its address and whom to trust
     * @param ttl counted from {@link Issuance#now()}; never longer than the authority's own life
     * @throws IllegalArgumentException for a blank user, or a time that is over at once
     * @throws io.kamaji.pki.PkiException if the authority has expired
     */
    public static Kubeconfig mint(
            Kubeconfig like,
            KeyedCertificate authority,
            String user,
            List<String> groups,
            Duration ttl,
            Issuance issuance) {
        if (user.isBlank()) {
            throw new IllegalArgumentException("a kubeconfig needs the name of its user");
        }
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a kubeconfig must be good for at least a second, not " + ttl);
        }
        var client = ClientCertificates.issue(authority, user, groups, ttl, issuance);
        return new Kubeconfig(
                like.clusterName(),
                like.server(),
                like.certificateAuthorityPem(),
                like.tlsServerName(),
                user,
                Optional.of(client));
    }
}
