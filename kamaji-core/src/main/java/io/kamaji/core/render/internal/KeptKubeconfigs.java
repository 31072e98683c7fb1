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
        var text = wanted.toYaml();
        var stored = ctx.credentials().kubeconfigs().get(key);
        return stored != null
                        && !stored.equals(text)
                        && stored(ctx, key)
                                .filter(parsed -> same(parsed, wanted))
                                .isPresent()
                ? stored
                : text;
    }

    /**
     * The same of a {@code .svc}, which has its identity's certificate, as in its {@code .conf}. The reference gave it one of
     * its own; that stays for as long as the identity's is kept, if it is good for no shorter.
     */
    static String service(RenderContext ctx, String key, Kubeconfig wanted) {
        var kept = kept(ctx, key, wanted);
        if (kept.equals(ctx.credentials().kubeconfigs().get(key))) {
            return kept;
        }
        var shared = wanted.client().orElseThrow();
        return stored(ctx, key)
                .flatMap(Kubeconfig::client)
                .filter(own -> isAsGood(own.certificate(), shared.certificate()))
                .filter(own -> isKept(ctx, key.replace(".svc", ".conf"), shared))
                .map(own -> kept(ctx, key, wanted.withClient(own)))
                .orElse(kept);
    }

    private static boolean isKept(RenderContext ctx, String key, KeyedCertificate shared) {
        return stored(ctx, key)
                .flatMap(Kubeconfig::client)
                .filter(client -> client.certificate().equals(shared.certificate()))
                .isPresent();
    }

    private static boolean isAsGood(X509Certificate own, X509Certificate shared) {
        return own.getSubjectX500Principal().equals(shared.getSubjectX500Principal())
                && own.getIssuerX500Principal().equals(shared.getIssuerX500Principal())
                && !own.getNotAfter().before(shared.getNotAfter());
    }

    private static Optional<Kubeconfig> stored(RenderContext ctx, String key) {
        try {
            return Optional.ofNullable(ctx.credentials().kubeconfigs().get(key)).map(Kubeconfig::parse);
        } catch (RuntimeException unreadable) {
            return Optional.empty(); // whoever read the Secret has named it already; it can't be what is wanted
        }
    }

    private static boolean same(Kubeconfig stored, Kubeconfig wanted) {
        return stored.clusterName().equals(wanted.clusterName())
                && stored.server().equals(wanted.server())
                && stored.tlsServerName().equals(wanted.tlsServerName())
                && stored.userName().equals(wanted.userName())
                && stored.certificateAuthorityPem()
                        .strip()
                        .equals(wanted.certificateAuthorityPem().strip())
                && stored.client()
                        .map(KeyedCertificate::certificate)
                        .equals(wanted.client().map(KeyedCertificate::certificate));
    }
}
