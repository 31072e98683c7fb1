package io.kamaji.core.access;

import io.kamaji.pki.DiscoveryHash;
import io.kamaji.pki.Kubeconfig;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a machine needs to join a tenant as a node. Immutable; its text form shows no secret.
 *
 * @param endpoint {@code host:port} of the tenant's API, as nodes reach it
 * @param authorities hashes of the tenant's CA certificates
 */
public record Join(String endpoint, BootstrapToken token, List<DiscoveryHash> authorities) {

    public Join {
        authorities = List.copyOf(authorities);
    }

    /** With the endpoint and the authorities that a kubeconfig for clients outside of the admin cluster has. */
    public static Join of(Kubeconfig kubeconfig, BootstrapToken token) {
        return new Join(
                kubeconfig.server().replaceFirst("^https://", ""),
                token,
                DiscoveryHash.ofBundle(kubeconfig.certificateAuthorityPem()));
    }

    /** The command line; whoever has it can join a node while the token lasts. */
    public String command() {
        return String.join(" ", arguments());
    }

    /** The words of the command line. */
    public List<String> arguments() {
        var words = new ArrayList<>(List.of("kubeadm", "join", endpoint, "--token", token.token()));
        authorities.forEach(hash -> words.addAll(List.of("--discovery-token-ca-cert-hash", hash.value())));
        return List.copyOf(words);
    }

    @Override
    public String toString() {
        return "Join[" + endpoint + ", " + token + "]";
    }
}
