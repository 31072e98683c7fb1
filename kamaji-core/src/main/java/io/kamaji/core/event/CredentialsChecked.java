package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;
import java.util.List;

/**
 * A pass looked at a tenant's certificates, and made those that were missing or due. As metrics: a gauge of the earliest end.
 *
 * @param certificates that are stored, the datastore's among them
 */
public record CredentialsChecked(ObjectRef tenant, Instant at, List<Certificate> certificates) implements KamajiEvent {

    public CredentialsChecked {
        certificates = List.copyOf(certificates);
    }

    /**
     * @param name in the certificate tree: {@code apiserver}
     * @param secret what follows {@code <tcp>-} in the name of its Secret
     * @param kubeconfig whether it is in a kubeconfig
     * @param notAfter when it ends
     * @param due whether it should have been renewed by now
     */
    public record Certificate(String name, String secret, boolean kubeconfig, Instant notAfter, boolean due) {}
}
