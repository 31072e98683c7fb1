package io.kamaji.core.render;

import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SigningKeys;
import java.util.Map;
import java.util.Optional;

/**
 * What rendering depends on besides the spec. Immutable; its text form shows no key.
 *
 * @param endpoints where the tenant is reached, as {@link ControlPlaneRenderer#endpoints} resolves it
 * @param certificates by name in the certificate tree; those that can't be issued yet are missing
 * @param serviceAccountKeys sign the tenant's service account tokens
 * @param storage where the tenant keeps its state
 * @param storedKubeconfigs kubeconfigs as they are stored now, by Secret key ({@code admin.conf}), kept byte for byte where
 *     they still say the same
 * @param owner reference put on every admin object ({@code metadata.ownerReferences[0]}), where there is a custom resource
 * @param kineImage image of kine
 */
public record RenderInputs(
        Endpoints endpoints,
        Map<String, KeyedCertificate> certificates,
        SigningKeys serviceAccountKeys,
        DataStoreBinding storage,
        Map<String, String> storedKubeconfigs,
        Optional<io.kamaji.api.json.JsonObject> owner,
        String kineImage) {

    /** Image of kine that is used where nothing else is said; the newest release that was tested. */
    public static final String DEFAULT_KINE_IMAGE = "rancher/kine:v0.17.5";

    public RenderInputs {
        certificates = Map.copyOf(certificates);
        storedKubeconfigs = Map.copyOf(storedKubeconfigs);
    }

    @Override
    public String toString() {
        return "RenderInputs[endpoints=" + endpoints + ", certificates=" + certificates.keySet() + ", storage="
                + storage.dataStoreName() + "]";
    }
}
