package io.kamaji.core.status;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.tenant.status.CertificatesStatus;
import io.kamaji.api.tenant.status.KubeadmConfigStatus;
import io.kamaji.api.tenant.status.KubeadmPhaseStatus;
import io.kamaji.api.tenant.status.KubeconfigsStatus;
import io.kamaji.api.tenant.status.PhaseStatus;
import io.kamaji.api.tenant.status.StorageConfigStatus;
import io.kamaji.api.tenant.status.StorageSetupStatus;
import io.kamaji.api.tenant.status.StorageStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.internal.AccountSecret;
import io.kamaji.core.render.internal.Checksums;
import io.kamaji.core.render.internal.Names;
import java.util.Optional;

/** What a tenant's certificates, kubeconfigs, store account and join configuration are, as the wire has it. Pure. */
record WireCredentials(TenantControlPlaneStatus previous, PassFacts facts, WireChecksums checksums) {
    private static final ObjectRef CLUSTER_INFO = ResourceTypes.CONFIG_MAP.ref("kube-public", Names.CLUSTER_INFO);

    StorageStatus storage() {
        var before = previous.storage();
        var store = facts.store();
        var checksum = checksums.checksum(facts.names().storageConfig());
        var setup = before.flatMap(StorageStatus::setup);
        var account = store.tenantStore();
        return StorageStatus.builder()
                .driver(store.driver())
                .dataStoreName(store.dataStoreName())
                .config(checksum.map(sum -> StorageConfigStatus.builder()
                        .secretName(facts.names().storageConfig().name())
                        .checksum(sum)
                        .build()))
                .setup(checksum.map(sum -> StorageSetupStatus.builder()
                        .schema(account.schema())
                        .user(account.username())
                        .checksum(sum)
                        .lastUpdate(checksums.time(
                                setup.flatMap(s -> s.checksum()), setup.flatMap(s -> s.lastUpdate()), sum))
                        .build()))
                .certificate(checksums.secret(AccountSecret.CLIENT, before.flatMap(StorageStatus::certificate)))
                .build();
    }

    CertificatesStatus certificates() {
        var before = previous.certificates()
                .orElseGet(() -> CertificatesStatus.builder().build());
        return before.toBuilder()
                .ca(checksums.secret(ClusterCredentials.CA, before.ca()))
                .apiServer(checksums.secret(ClusterCredentials.API_SERVER, before.apiServer()))
                .apiServerKubeletClient(
                        checksums.secret(ClusterCredentials.KUBELET_CLIENT, before.apiServerKubeletClient()))
                .frontProxyCA(checksums.secret(ClusterCredentials.FRONT_PROXY_CA, before.frontProxyCA()))
                .frontProxyClient(checksums.secret(ClusterCredentials.FRONT_PROXY_CLIENT, before.frontProxyClient()))
                .sa(checksums.secret(ClusterCredentials.SERVICE_ACCOUNTS, before.sa()))
                .build();
    }

    KubeconfigsStatus kubeconfigs() {
        var before = previous.kubeconfig()
                .orElseGet(() -> KubeconfigsStatus.builder().build());
        return before.toBuilder()
                .admin(checksums.secret(ClusterCredentials.ADMIN, before.admin()))
                .controllerManager(checksums.secret(ClusterCredentials.CONTROLLER_MANAGER, before.controllerManager()))
                .scheduler(checksums.secret(ClusterCredentials.SCHEDULER, before.scheduler()))
                .build();
    }

    Optional<KubeadmConfigStatus> kubeadmConfig() {
        var ref = facts.names().kubeadmConfig();
        var before = previous.kubeadmconfig();
        return checksums
                .checksum(ref)
                .map(sum -> KubeadmConfigStatus.builder()
                        .configmapName(ref.name())
                        .checksum(sum)
                        .lastUpdate(checksums.time(
                                before.flatMap(c -> c.checksum()), before.flatMap(c -> c.lastUpdate()), sum))
                        .build());
    }

    Optional<KubeadmPhaseStatus> kubeadmPhase() {
        var before = previous.kubeadmPhase().map(KubeadmPhaseStatus::bootstrapToken);
        return facts.liveInTenant(CLUSTER_INFO)
                .map(Checksums::of)
                .map(sum -> KubeadmPhaseStatus.builder()
                        .bootstrapToken(PhaseStatus.builder()
                                .checksum(sum)
                                .lastUpdate(checksums.time(
                                        before.flatMap(PhaseStatus::checksum),
                                        before.flatMap(PhaseStatus::lastUpdate),
                                        sum))
                                .build())
                        .build())
                .or(previous::kubeadmPhase);
    }
}
