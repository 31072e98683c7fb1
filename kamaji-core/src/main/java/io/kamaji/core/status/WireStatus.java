package io.kamaji.core.status;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.AddonStatus;
import io.kamaji.api.tenant.status.AddonsStatus;
import io.kamaji.api.tenant.status.CertificateStatus;
import io.kamaji.api.tenant.status.CertificatesStatus;
import io.kamaji.api.tenant.status.ConfigMapStatus;
import io.kamaji.api.tenant.status.DeploymentStatus;
import io.kamaji.api.tenant.status.ExternalObjectStatus;
import io.kamaji.api.tenant.status.KonnectivityAgentStatus;
import io.kamaji.api.tenant.status.KonnectivityStatus;
import io.kamaji.api.tenant.status.KubeadmConfigStatus;
import io.kamaji.api.tenant.status.KubeadmPhaseStatus;
import io.kamaji.api.tenant.status.KubeconfigsStatus;
import io.kamaji.api.tenant.status.KubernetesResourcesStatus;
import io.kamaji.api.tenant.status.PhaseStatus;
import io.kamaji.api.tenant.status.ServiceStatus;
import io.kamaji.api.tenant.status.StorageConfigStatus;
import io.kamaji.api.tenant.status.StorageSetupStatus;
import io.kamaji.api.tenant.status.StorageStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.tenant.status.VersionStatus;
import io.kamaji.core.component.Credential;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.internal.AccountSecret;
import io.kamaji.core.render.internal.Checksums;
import io.kamaji.core.render.internal.KonnectivityServer;
import io.kamaji.core.render.internal.Names;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A pass as {@code status} of the custom resource: the only place that knows how the wire says it. Pure: the same facts, the
 * same previous status and the same time give the same status, and a pass that changed nothing gives the previous one, so that
 * nothing is written. A time ({@code lastUpdate}, {@code lastTransitionTime}) is kept for as long as what it is about stays.
 * Members that this version does not write stay as they are. Source: the CRD of {@code kamaji.clastix.io/v1alpha1}.
 */
public final class WireStatus {
    private static final ObjectRef CLUSTER_INFO = ResourceTypes.CONFIG_MAP.ref("kube-public", Names.CLUSTER_INFO);

    private final TenantControlPlaneStatus previous;
    private final PassFacts facts;
    private final Instant now;

    private WireStatus(Optional<TenantControlPlaneStatus> previous, PassFacts facts, Instant now) {
        this.previous =
                previous.orElseGet(() -> TenantControlPlaneStatus.builder().build());
        this.facts = facts;
        this.now = now.truncatedTo(ChronoUnit.SECONDS); // meta/v1 Time has no fraction
    }

    /**
     * The status after a pass.
     *
     * @param previous as it is stored, if there is any
     * @param status of the same facts
     */
    public static TenantControlPlaneStatus of(
            Optional<TenantControlPlaneStatus> previous, PassFacts facts, TenantStatus status, Instant now) {
        return new WireStatus(previous, facts, now).status(status);
    }

    /** The status of a tenant that a pass could not look at, or that is being deleted: the rest stays as it was. */
    public static TenantControlPlaneStatus of(
            Optional<TenantControlPlaneStatus> previous, TenantStatus status, Instant now) {
        var before = previous.orElseGet(() -> TenantControlPlaneStatus.builder().build());
        var resources = before.kubernetesResources()
                .orElseGet(() -> KubernetesResourcesStatus.builder().build());
        var version =
                resources.version().orElseGet(() -> VersionStatus.builder().build());
        return before.toBuilder()
                .kubernetesResources(resources.toBuilder()
                        .version(version.toBuilder()
                                .status(status.phase().wire())
                                .build())
                        .build())
                .conditions(WireConditions.of(
                        before, status.conditions(), Optional.empty(), now.truncatedTo(ChronoUnit.SECONDS)))
                .build();
    }

    /** A status with conditions of its own besides: each replaces the one of its type, the rest stays. */
    public static TenantControlPlaneStatus with(
            TenantControlPlaneStatus status, TenantControlPlane tenant, List<Condition> conditions, Instant now) {
        var before = tenant.status()
                .orElseGet(() -> TenantControlPlaneStatus.builder().build());
        var all = new LinkedHashMap<Optional<String>, JsonObject>();
        status.conditions().orElse(List.of()).forEach(condition -> all.put(condition.text("type"), condition));
        WireConditions.of(before, conditions, tenant.metadata().generation(), now.truncatedTo(ChronoUnit.SECONDS))
                .forEach(condition -> all.put(condition.text("type"), condition));
        return status.toBuilder().conditions(List.copyOf(all.values())).build();
    }

    private TenantControlPlaneStatus status(TenantStatus status) {
        var generation = facts.tenant().metadata().generation();
        return previous.toBuilder()
                .observedGeneration(
                        facts.report().failure().isEmpty() && facts.rollout().isPresent()
                                ? generation
                                : previous.observedGeneration())
                .controlPlaneEndpoint(facts.endpoints()
                        .announced()
                        .value()
                        .map(HostPort::toString)
                        .or(previous::controlPlaneEndpoint))
                .storage(storage())
                .certificates(certificates())
                .kubeconfig(kubeconfigs())
                .kubeadmconfig(kubeadmConfig())
                .kubeadmPhase(kubeadmPhase())
                .kubernetesResources(resources(status))
                .addons(addons(status))
                .conditions(WireConditions.of(previous, status.conditions(), generation, now))
                .build();
    }

    private StorageStatus storage() {
        var before = previous.storage();
        var store = facts.store();
        var checksum = checksum(facts.names().storageConfig());
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
                        .lastUpdate(time(setup.flatMap(s -> s.checksum()), setup.flatMap(s -> s.lastUpdate()), sum))
                        .build()))
                .certificate(secret(AccountSecret.CLIENT, before.flatMap(StorageStatus::certificate)))
                .build();
    }

    private CertificatesStatus certificates() {
        var before = previous.certificates()
                .orElseGet(() -> CertificatesStatus.builder().build());
        return before.toBuilder()
                .ca(secret(ClusterCredentials.CA, before.ca()))
                .apiServer(secret(ClusterCredentials.API_SERVER, before.apiServer()))
                .apiServerKubeletClient(secret(ClusterCredentials.KUBELET_CLIENT, before.apiServerKubeletClient()))
                .frontProxyCA(secret(ClusterCredentials.FRONT_PROXY_CA, before.frontProxyCA()))
                .frontProxyClient(secret(ClusterCredentials.FRONT_PROXY_CLIENT, before.frontProxyClient()))
                .sa(secret(ClusterCredentials.SERVICE_ACCOUNTS, before.sa()))
                .build();
    }

    private KubeconfigsStatus kubeconfigs() {
        var before = previous.kubeconfig()
                .orElseGet(() -> KubeconfigsStatus.builder().build());
        return before.toBuilder()
                .admin(secret(ClusterCredentials.ADMIN, before.admin()))
                .controllerManager(secret(ClusterCredentials.CONTROLLER_MANAGER, before.controllerManager()))
                .scheduler(secret(ClusterCredentials.SCHEDULER, before.scheduler()))
                .build();
    }

    private Optional<KubeadmConfigStatus> kubeadmConfig() {
        var ref = facts.names().kubeadmConfig();
        var before = previous.kubeadmconfig();
        return checksum(ref)
                .map(sum -> KubeadmConfigStatus.builder()
                        .configmapName(ref.name())
                        .checksum(sum)
                        .lastUpdate(time(before.flatMap(c -> c.checksum()), before.flatMap(c -> c.lastUpdate()), sum))
                        .build());
    }

    private Optional<KubeadmPhaseStatus> kubeadmPhase() {
        var before = previous.kubeadmPhase().map(KubeadmPhaseStatus::bootstrapToken);
        return facts.liveInTenant(CLUSTER_INFO)
                .map(Checksums::of)
                .map(sum -> KubeadmPhaseStatus.builder()
                        .bootstrapToken(PhaseStatus.builder()
                                .checksum(sum)
                                .lastUpdate(time(
                                        before.flatMap(PhaseStatus::checksum),
                                        before.flatMap(PhaseStatus::lastUpdate),
                                        sum))
                                .build())
                        .build())
                .or(previous::kubeadmPhase);
    }

    private KubernetesResourcesStatus resources(TenantStatus status) {
        var before = previous.kubernetesResources()
                .orElseGet(() -> KubernetesResourcesStatus.builder().build());
        var installed = before.version().flatMap(VersionStatus::version);
        var version = VersionStatus.builder().status(status.phase().wire());
        // the version that runs: while pods are replaced it is still the old one
        var runs = status.phase() == Phase.SLEEPING
                || status.condition(ConditionType.CONTROL_PLANE_AVAILABLE)
                        .filter(Condition::isTrue)
                        .isPresent();
        version.version(runs ? Optional.of(facts.tenant().spec().kubernetes().version()) : installed);
        return before.toBuilder()
                .version(version.build())
                .deployment(deployment(before.deployment()))
                .service(service(facts.live(facts.names().service()), 0))
                .ingress(new WireFronts(facts).ingress())
                .gateway(new WireFronts(facts).gateway(facts.names().tenant()))
                .build();
    }

    private Optional<DeploymentStatus> deployment(Optional<DeploymentStatus> before) {
        return facts.live(facts.names().deployment()).map(live -> {
            var seen = DeploymentStatus.builder()
                    .name(facts.names().deployment().name())
                    .namespace(facts.names().namespace())
                    .selector(facts.names().selector())
                    .observedGeneration(live.number("status", "observedGeneration"))
                    .replicas(count(live, "replicas"))
                    .updatedReplicas(count(live, "updatedReplicas"))
                    .readyReplicas(count(live, "readyReplicas"))
                    .availableReplicas(count(live, "availableReplicas"))
                    .unavailableReplicas(count(live, "unavailableReplicas"))
                    .terminatingReplicas(count(live, "terminatingReplicas"))
                    .collisionCount(count(live, "collisionCount"))
                    .conditions(
                            list(live.array("status", "conditions").objects().toList()));
            var same = before.filter(
                    old -> old.equals(seen.lastUpdate(old.lastUpdate()).build()));
            return same.orElseGet(() -> seen.lastUpdate(now).build());
        });
    }

    private static Optional<Integer> count(JsonObject live, String field) {
        return live.number("status", field).map(Math::toIntExact);
    }

    private Optional<ServiceStatus> service(Optional<JsonObject> service, int port) {
        return service.flatMap(live -> live.array("spec", "ports")
                .objects()
                .skip(port)
                .findFirst()
                .flatMap(found -> found.number("port"))
                .map(number -> ServiceStatus.builder()
                        .name(facts.names().service().name())
                        .namespace(facts.names().namespace())
                        .port(Math.toIntExact(number))
                        .conditions(list(
                                live.array("status", "conditions").objects().toList()))
                        .loadBalancer(loadBalancer(live))
                        .build()));
    }

    /** Without the ports of its addresses, which the wire leaves out. */
    static JsonObject loadBalancer(JsonObject live) {
        var ingress = live.array("status", "loadBalancer", "ingress")
                .objects()
                .map(address -> address.without("ports"))
                .toList();
        return ingress.isEmpty() ? JsonObject.EMPTY : JsonObject.of("ingress", ingress);
    }

    private static Optional<List<JsonObject>> list(List<JsonObject> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }

    private AddonsStatus addons(TenantStatus status) {
        var before = previous.addons().orElseGet(() -> AddonsStatus.builder().build());
        var spec = facts.tenant().spec().addons();
        var done = status.condition(ConditionType.ADD_ONS_INSTALLED)
                .filter(Condition::isTrue)
                .isPresent();
        return before.toBuilder()
                .coreDNS(addon(before.coreDNS(), spec.flatMap(a -> a.coreDNS()).isPresent(), done))
                .kubeProxy(addon(
                        before.kubeProxy(), spec.flatMap(a -> a.kubeProxy()).isPresent(), done))
                .konnectivity(konnectivity(before.konnectivity(), done))
                .build();
    }

    private Optional<AddonStatus> addon(Optional<AddonStatus> before, boolean wanted, boolean done) {
        if (!done || before.filter(b -> b.enabled() == wanted).isPresent()) {
            return before;
        }
        return Optional.of(AddonStatus.builder().enabled(wanted).lastUpdate(now).build());
    }

    private Optional<KonnectivityStatus> konnectivity(Optional<KonnectivityStatus> before, boolean done) {
        var spec = facts.tenant().effective().spec().addons().flatMap(a -> a.konnectivity());
        if (spec.isEmpty()) {
            return done
                    ? Optional.of(KonnectivityStatus.builder().enabled(false).build())
                    : before;
        }
        var configMap = facts.names().configMap(Names.KONNECTIVITY_EGRESS);
        var status = KonnectivityStatus.builder()
                .enabled(true)
                .configMap(checksum(configMap)
                        .map(sum -> ConfigMapStatus.builder()
                                .name(configMap.name())
                                .checksum(sum)
                                .build()))
                .certificate(secret(KonnectivityServer.CLIENT, before.flatMap(KonnectivityStatus::certificate)))
                .kubeconfig(
                        secret(KonnectivityServer.CLIENT_KUBECONFIG, before.flatMap(KonnectivityStatus::kubeconfig)))
                .service(service(facts.live(facts.names().service()), 1))
                .gateway(new WireFronts(facts).gateway(facts.names().tenant() + "-konnectivity"));
        if (!done) {
            return Optional.of(status.sa(before.flatMap(KonnectivityStatus::sa))
                    .clusterrolebinding(before.flatMap(KonnectivityStatus::clusterrolebinding))
                    .agent(before.flatMap(KonnectivityStatus::agent))
                    .build());
        }
        var mode = spec.flatMap(k -> k.agent()).flatMap(agent -> agent.mode());
        var agent = KonnectivityAgentStatus.builder()
                .name(Names.KONNECTIVITY_AGENT)
                .namespace(Names.KUBE_SYSTEM)
                .mode(mode)
                .lastUpdate(before.flatMap(KonnectivityStatus::agent)
                        .filter(old -> old.mode().equals(mode))
                        .flatMap(old -> old.lastUpdate())
                        .orElse(now))
                .build();
        return Optional.of(status.agent(agent)
                .sa(ExternalObjectStatus.builder()
                        .name(Names.KONNECTIVITY_AGENT)
                        .namespace(Names.KUBE_SYSTEM)
                        .build())
                .clusterrolebinding(ExternalObjectStatus.builder()
                        .name(Names.KONNECTIVITY_ROLE)
                        .build())
                .build());
    }

    private Optional<CertificateStatus> secret(Credential credential, Optional<CertificateStatus> before) {
        var ref = facts.names().secret(credential.secret());
        return checksum(ref)
                .map(sum -> CertificateStatus.builder()
                        .secretName(ref.name())
                        .checksum(sum)
                        .lastUpdate(time(
                                before.flatMap(CertificateStatus::checksum),
                                before.flatMap(CertificateStatus::lastUpdate),
                                sum))
                        .build());
    }

    /** Of a Secret or ConfigMap that is there; a brought one carries no annotation of ours. */
    private Optional<String> checksum(ObjectRef ref) {
        return facts.live(ref)
                .map(live ->
                        live.text("metadata", "annotations", Names.CHECKSUM).orElseGet(() -> Checksums.of(live)));
    }

    private Instant time(Optional<String> before, Optional<Instant> at, String checksum) {
        return before.equals(Optional.of(checksum)) ? at.orElse(now) : now;
    }
}
