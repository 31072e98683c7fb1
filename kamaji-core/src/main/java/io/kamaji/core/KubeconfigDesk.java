package io.kamaji.core;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.access.ClientKubeconfigs;
import io.kamaji.core.access.KubeconfigRequest;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.event.KubeconfigHandedOut;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out kubeconfigs of a tenant, within its boundaries, and tells of each. */
record KubeconfigDesk(
        TenantControlPlane tenant, ClusterClient admin, ReconcilerSettings settings, TenantReconciler reconciler) {
    private static final Logger LOG = LoggerFactory.getLogger(KubeconfigDesk.class);
    private static final String INSTANCE = Optional.ofNullable(System.getenv("HOSTNAME"))
            .filter(name -> !name.isEmpty())
            .orElse("kamaji");

    Kubeconfig handOut(KubeconfigRequest request) {
        var ref = TenantReconciler.ref(tenant);
        var outside = settings.boundaries().boundaries(tenant, admin).stream()
                .flatMap(
                        boundary -> boundary.checkKubeconfig(request.user(), request.groups(), request.life()).stream())
                .toList();
        if (!outside.isEmpty()) {
            throw new InvalidSpecException("kubeconfig of " + ref, outside);
        }
        var issuance = settings.issuance();
        var minted = ClientKubeconfigs.mint(
                reconciler.kubeconfig(tenant, ClusterCredentials.ADMIN.file(), admin),
                reconciler.authority(tenant, admin),
                request.user(),
                request.groups(),
                request.life(),
                issuance);
        var expires = minted.client().map(KeyedCertificate::notAfter).orElse(issuance.now());
        var told =
                new KubeconfigHandedOut(ref, issuance.now(), request.user(), request.groups(), expires, request.by());
        settings.listener().accept(told);
        var recorder = new EventRecorder(admin, settings.clock(), INSTANCE);
        if (!recorder.record(ref, tenant.metadata().uid(), told.transition())) {
            LOG.info("{}: no Event tells of {}", ref, told);
        }
        return minted;
    }
}
