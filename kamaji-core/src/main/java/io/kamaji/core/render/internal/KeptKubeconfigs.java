package io.kamaji.core.render.internal;

import io.kamaji.core.component.RenderContext;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** What of the stored kubeconfigs stays as it is. Stateless. */
final class KeptKubeconfigs {
    private KeptKubeconfigs() {}

    /** What is stored under a key, if it says what is wanted; else what is wanted. */
    static String kept(RenderContext ctx, String key, Kubeconfig wanted) {
        var stored = ctx.storedKubeconfigs().get(key);
        return stored != null && same(stored, wanted) ? stored : wanted.toYaml();
    }

    /**
     * The client of a {@code .svc}: the identity's, as in its {@code .conf}. The reference gave it a certificate of its own;
     * that stays for as long as the identity's is kept, if it is good for no shorter.
     */
    static Optional<KeyedCertificate> client(RenderContext ctx, String key, KeyedCertificate shared) {
        var isKept = stored(ctx, key.replace(".svc", ".conf"))
                .filter(conf -> conf.certificate().equals(shared.certificate()))
                .isPresent();
        return stored(ctx, key)
                .filter(own -> isKept && isAsGood(own.certificate(), shared.certificate()))
                .or(() -> Optional.of(shared));
    }

    private static boolean isAsGood(X509Certificate own, X509Certificate shared) {
        return own.getSubjectX500Principal().equals(shared.getSubjectX500Principal())
                && own.getIssuerX500Principal().equals(shared.getIssuerX500Principal())
                && !own.getNotAfter().before(shared.getNotAfter());
    }

    private static Optional<KeyedCertificate> stored(RenderContext ctx, String key) {
        try {
            return Optional.ofNullable(ctx.storedKubeconfigs().get(key))
                    .map(Kubeconfig::parse)
                    .flatMap(Kubeconfig::client);
        } catch (RuntimeException unreadable) {
            return Optional.empty(); // whoever read the Secret has named it already
        }
    }

    private static boolean same(String stored, Kubeconfig wanted) {
        try {
            var parsed = Kubeconfig.parse(stored);
            return parsed.clusterName().equals(wanted.clusterName())
                    && parsed.server().equals(wanted.server())
                    && parsed.tlsServerName().equals(wanted.tlsServerName())
                    && parsed.userName().equals(wanted.userName())
                    && parsed.certificateAuthorityPem()
                            .strip()
                            .equals(wanted.certificateAuthorityPem().strip())
                    && parsed.client()
                            .map(KeyedCertificate::certificate)
                            .equals(wanted.client().map(KeyedCertificate::certificate));
        } catch (RuntimeException unreadable) {
            return false; // it can't be what is wanted
        }
    }
}
