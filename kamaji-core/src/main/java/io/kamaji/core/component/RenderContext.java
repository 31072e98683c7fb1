package io.kamaji.core.component;

import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SigningKeys;
import java.util.Map;
import java.util.Optional;

/**
 * What a component may look at. Immutable; its text form shows no key.
 *
 * @param tenant the spec with everything that follows from it
 * @param certificates by name in the certificate tree; those that can't be issued yet are missing
 * @param serviceAccountKeys sign the tenant's service account tokens
 * @param storedKubeconfigs kubeconfigs as they are stored now, by Secret key
 * @param kineImage image of kine, unless the tenant names another
 */
public record RenderContext(
        TenantView tenant,
        Map<String, KeyedCertificate> certificates,
        SigningKeys serviceAccountKeys,
        Map<String, String> storedKubeconfigs,
        String kineImage) {

    public RenderContext {
        certificates = Map.copyOf(certificates);
        storedKubeconfigs = Map.copyOf(storedKubeconfigs);
    }

    /** A certificate of the tree, or empty while it can't be issued. */
    public Optional<KeyedCertificate> certificate(String name) {
        return Optional.ofNullable(certificates.get(name));
    }

    @Override
    public String toString() {
        return "RenderContext[" + tenant.name() + ", certificates=" + certificates.keySet() + "]";
    }
}
