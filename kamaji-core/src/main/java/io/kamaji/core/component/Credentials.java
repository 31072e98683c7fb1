package io.kamaji.core.component;

import io.kamaji.pki.Authority;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SigningKeys;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that a tenant is rendered with. Immutable; its text form shows no key.
 *
 * @param certificates by name in the certificate tree; those that can't be issued yet are missing
 * @param trusted by name of an authority: what is trusted besides what it signs with now
 * @param signingKeys of the tenant's service account tokens; empty: not made
 * @param kubeconfigs as they are stored now, by Secret key ({@code admin.conf}); kept byte for byte where they still say the
 *     same
 * @param withheld by name: what must happen before a credential that is missing is made
 * @param rotated by what follows {@code <tcp>-} in a Secret's name: when its certificates were issued anew because the Secret
 *     asks for it
 */
public record Credentials(
        Map<String, KeyedCertificate> certificates,
        Map<String, List<X509Certificate>> trusted,
        Optional<SigningKeys> signingKeys,
        Map<String, String> kubeconfigs,
        Map<String, String> withheld,
        Map<String, String> rotated) {

    /** No credential at all: for what does not depend on any. */
    public static final Credentials NONE =
            new Credentials(Map.of(), Map.of(), Optional.empty(), Map.of(), Map.of(), Map.of());

    public Credentials {
        certificates = Map.copyOf(certificates);
        trusted = Map.copyOf(trusted);
        kubeconfigs = Map.copyOf(kubeconfigs);
        withheld = Map.copyOf(withheld);
        rotated = Map.copyOf(rotated);
    }

    /** With nothing stored. */
    public static Credentials of(Map<String, KeyedCertificate> certificates, SigningKeys signingKeys) {
        return new Credentials(certificates, Map.of(), Optional.of(signingKeys), Map.of(), Map.of(), Map.of());
    }

    /** The same with other certificates. */
    public Credentials withCertificates(Map<String, KeyedCertificate> others) {
        return new Credentials(others, trusted, signingKeys, kubeconfigs, withheld, rotated);
    }

    /** The same with more that is trusted. */
    public Credentials withTrusted(Map<String, List<X509Certificate>> others) {
        return new Credentials(certificates, others, signingKeys, kubeconfigs, withheld, rotated);
    }

    /** The same beside other stored kubeconfigs. */
    public Credentials withKubeconfigs(Map<String, String> stored) {
        return new Credentials(certificates, trusted, signingKeys, stored, withheld, rotated);
    }

    /** An authority by its name in the tree; empty while there is none. */
    public Optional<Authority> authority(String name) {
        return Optional.ofNullable(certificates.get(name))
                .map(signing -> new Authority(signing, trusted.getOrDefault(name, List.of())));
    }

    @Override
    public String toString() {
        return "Credentials[certificates=" + certificates.keySet() + ", kubeconfigs=" + kubeconfigs.keySet()
                + ", withheld=" + withheld.keySet() + "]";
    }
}
