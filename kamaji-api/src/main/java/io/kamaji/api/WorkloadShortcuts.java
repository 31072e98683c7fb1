package io.kamaji.api;

import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.setting.SleepSchedule;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.api.tenant.ComponentBuilder;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.api.tenant.ImageOverride;
import io.kamaji.api.tenant.KonnectivitySpec;
import io.kamaji.api.tenant.KubernetesSpec;
import io.kamaji.api.tenant.Size;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a tenant runs: short forms over the wire-equal model, for {@link TenantControlPlane.Builder}. */
interface WorkloadShortcuts {
    /** Edits {@link TenantControlPlane#spec()}, starting from what is set. */
    TenantControlPlane.Builder spec(Consumer<TenantControlPlaneSpec.Builder> edit);

    /** Sets what an annotation says. */
    <T> TenantControlPlane.Builder setting(Setting<T> setting, T value);

    /**
     * Runs it so that it costs little while it idles: less memory, CPU and writes, by the same programs. What that costs: under load a
     * third more CPU of the API server, and controllers that wait about two minutes for the lease of a pod that was
     * killed. Flags and probes of yours go before its own.
     */
    default TenantControlPlane.Builder economy() {
        return setting(Settings.ECONOMY, true);
    }

    /**
     * Times at which it sleeps, without pods: {@code 0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome}, which is when it falls asleep, when it
     * wakes (crontab's five fields), and whose clock that is.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    default TenantControlPlane.Builder sleepSchedule(String schedule) {
        return setting(
                Settings.SLEEP_SCHEDULE,
                SleepSchedule.parse(schedule)
                        .orElseThrow(() -> new IllegalArgumentException("no schedule of sleep: " + schedule)));
    }

    /** Kubernetes version, {@code 1.36.3} or {@code v1.36.3}; stored with {@code v}, as image tags want it. */
    default TenantControlPlane.Builder kubernetesVersion(String version) {
        var tag = !version.isEmpty() && Character.isDigit(version.charAt(0)) ? "v" + version : version;
        return spec(spec -> spec.kubernetes(kubernetes -> kubernetes.version(tag)));
    }

    /** Pods of the control plane; default 2; 0 puts the tenant to sleep. */
    default TenantControlPlane.Builder replicas(int replicas) {
        return deployment(deployment -> deployment.replicas(replicas));
    }

    /** Edits the Deployment's spec. */
    default TenantControlPlane.Builder deployment(Consumer<DeploymentSpec.Builder> edit) {
        return spec(spec -> spec.controlPlane(plane -> plane.deployment(edit)));
    }

    /** Requests of the control plane's containers for a tenant of that size; limits stay as they are. Default: it asks for nothing. */
    default TenantControlPlane.Builder resources(Size size) {
        return deployment(size::request);
    }

    /** Registry of the control plane's images; default {@code registry.k8s.io}. */
    default TenantControlPlane.Builder registry(String registry) {
        return deployment(deployment -> deployment.registrySettings(settings -> settings.registry(registry)));
    }

    /** Edits all that is said about kube-apiserver. */
    default TenantControlPlane.Builder apiServer(Consumer<ComponentBuilder> edit) {
        return deployment(deployment -> deployment.apiServer(edit));
    }

    /**
     * Issuer of the tenant's service account tokens, an {@code https} URL, by which verifiers outside tell tenants apart; default
     * {@link KubernetesSpec#SERVICE_ACCOUNT_ISSUER}, which stays accepted, so that tokens of before are good until they expire.
     */
    default TenantControlPlane.Builder serviceAccountIssuer(String url) {
        var flag = "--service-account-issuer=";
        return deployment(deployment -> deployment.extraArgs(args -> {
            var others = args.build().apiServer().orElse(List.of()).stream().filter(arg -> !arg.startsWith(flag));
            var issuers = Stream.of(flag + url, flag + KubernetesSpec.SERVICE_ACCOUNT_ISSUER); // the first one signs
            args.apiServer(Stream.concat(others, issuers).toList());
        }));
    }

    /** Edits all that is said about kube-controller-manager. */
    default TenantControlPlane.Builder controllerManager(Consumer<ComponentBuilder> edit) {
        return deployment(deployment -> deployment.controllerManager(edit));
    }

    /** Edits all that is said about kube-scheduler. */
    default TenantControlPlane.Builder scheduler(Consumer<ComponentBuilder> edit) {
        return deployment(deployment -> deployment.scheduler(edit));
    }

    /** Edits all that is said about kine; not with etcd. */
    default TenantControlPlane.Builder kine(Consumer<ComponentBuilder> edit) {
        return deployment(deployment -> deployment.kine(edit));
    }

    /** Edits what is installed in the tenant. */
    default TenantControlPlane.Builder addons(Consumer<AddonsSpec.Builder> edit) {
        return spec(spec -> spec.addons(edit));
    }

    /** Installs CoreDNS. */
    default TenantControlPlane.Builder coreDns() {
        return coreDns(image -> {});
    }

    /** Installs CoreDNS, of another image. */
    default TenantControlPlane.Builder coreDns(Consumer<ImageOverride.Builder> edit) {
        return addons(addons -> addons.coreDNS(edit));
    }

    /** Installs kube-proxy. */
    default TenantControlPlane.Builder kubeProxy() {
        return kubeProxy(image -> {});
    }

    /** Installs kube-proxy, of another image. */
    default TenantControlPlane.Builder kubeProxy(Consumer<ImageOverride.Builder> edit) {
        return addons(addons -> addons.kubeProxy(edit));
    }

    /** Installs konnectivity, by which the API server reaches nodes that it can't route to. */
    default TenantControlPlane.Builder konnectivity() {
        return konnectivity(konnectivity -> {});
    }

    /** Installs konnectivity. */
    default TenantControlPlane.Builder konnectivity(Consumer<KonnectivitySpec.Builder> edit) {
        return addons(addons -> addons.konnectivity(edit));
    }

    /** Name of the datastore; default the only one there is. Another one later on, of whichever driver, is a migration. */
    default TenantControlPlane.Builder dataStore(String name) {
        return spec(spec -> spec.dataStore(name));
    }
}
