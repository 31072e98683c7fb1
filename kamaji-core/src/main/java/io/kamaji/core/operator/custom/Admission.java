package io.kamaji.core.operator.custom;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.Violation;
import io.kamaji.core.boundary.ClassSource.Classed;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the admission webhooks answer about TenantControlPlanes: an AdmissionReview (admission.k8s.io/v1) in, one out. It
 * refuses what passes would refuse, in the same words; so a cluster without the webhooks loses no refusal, only the moment.
 *
 * <p>An update is judged by what it makes worse: what was wrong before and still is does not keep anybody from mending the
 * rest, and an update that leaves the spec alone, or an object that is being deleted, is never refused. Thread-safe.
 */
public final class Admission {
    /** Where the API server asks, of the server that asks this. */
    public static final String MUTATING_PATH = "/mutate-kamaji-clastix-io-v1alpha1-tenantcontrolplane";

    public static final String VALIDATING_PATH = "/validate-kamaji-clastix-io-v1alpha1-tenantcontrolplane";

    private static final int DEFAULT_REPLICAS = 2;

    /** Without these the CRD's nested defaults do not apply. */
    private static final List<List<String>> PARENTS = List.of(
            List.of("spec", "networkProfile"),
            List.of("spec", "controlPlane", "deployment"),
            List.of("spec", "addons"));

    private final ControlPlaneRenderer renderer;
    private final Surroundings surroundings;
    private final Optional<String> defaultDataStore;

    Admission(ControlPlaneRenderer renderer, Surroundings surroundings, Optional<String> defaultDataStore) {
        this.renderer = renderer;
        this.surroundings = surroundings;
        this.defaultDataStore = defaultDataStore;
    }

    /**
     * For the tenants of an admin cluster.
     *
     * @param defaultDataStore given to tenants that name none
     */
    public static Admission of(ReconcilerSettings settings, ClusterClient admin, Optional<String> defaultDataStore) {
        return new Admission(settings.renderer(), Surroundings.of(settings, admin), defaultDataStore);
    }

    /**
     * Answers the mutating webhook: the defaults of a new tenant as a JSON patch; a default of its class comes before them. Schema
     * and user of the datastore are not among them, as they are decided with the tenant's identity.
     *
     * @throws IllegalArgumentException if it is no AdmissionReview with a request
     */
    public JsonObject mutate(JsonObject review) {
        var asked = AdmissionReview.parse(review);
        if (!asked.creates()) {
            return asked.allowed(List.of());
        }
        TenantControlPlane tenant;
        try {
            tenant = surroundings.classed(TenantControlPlane.of(asked.object())).tenant();
        } catch (InvalidSpecException e) {
            return asked.allowed(List.of()); // the schema, which is asked next, says it better
        }
        var effective = tenant.effective().spec().networkProfile().orElseThrow();
        var withoutDns = tenant.spec()
                .networkProfile()
                .flatMap(network -> Given.list(network.dnsServiceIPs()))
                .isEmpty();
        var wrong = effective.serviceCidrs().orElse(List.of()).stream()
                .filter(cidr -> IpNetwork.parse(cidr).isEmpty())
                .findFirst();
        if (withoutDns && wrong.isPresent()) {
            return asked.denied("cannot define resulting DNS Service IP: invalid CIDR address: " + wrong.get());
        }
        var patch = defaults(tenant, asked.request().object("object"));
        return patch.isEmpty() ? asked.allowed(List.of()) : asked.patched(patch);
    }

    private List<JsonObject> defaults(TenantControlPlane tenant, JsonObject given) {
        var patch = new ArrayList<JsonObject>();
        PARENTS.stream()
                .filter(parent -> given.get(parent.toArray(String[]::new)).isEmpty())
                .forEach(parent -> patch.add(add(JsonObject.EMPTY, parent)));
        if (Given.text(tenant.spec().dataStore()).isEmpty()) {
            defaultDataStore.ifPresent(name -> patch.add(add(JsonValue.of(name), List.of("spec", "dataStore"))));
        }
        var replicas = List.of("spec", "controlPlane", "deployment", "replicas");
        if (given.get(replicas.toArray(String[]::new)).isEmpty()) {
            patch.add(add(JsonValue.of(DEFAULT_REPLICAS), replicas));
        }
        var network = tenant.effective().spec().networkProfile().orElseThrow();
        Map.of(
                        "serviceCidrs", network.serviceCidrs(),
                        "podCidrs", network.podCidrs(),
                        "dnsServiceIPs", network.dnsServiceIPs())
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry ->
                        given.array("spec", "networkProfile", entry.getKey()).isEmpty())
                .forEach(entry -> Given.list(entry.getValue())
                        .ifPresent(list ->
                                patch.add(add(JsonValue.of(list), List.of("spec", "networkProfile", entry.getKey())))));
        return patch;
    }

    private static JsonObject add(JsonValue value, List<String> path) {
        return JsonObject.of("op", "add", "path", "/" + String.join("/", path), "value", value);
    }

    /**
     * Answers the validating webhook.
     *
     * @throws IllegalArgumentException if it is no AdmissionReview with a request
     */
    public JsonObject validate(JsonObject review) {
        var asked = AdmissionReview.parse(review);
        if (!asked.creates() && !asked.updates()) {
            return asked.allowed(List.of());
        }
        TenantControlPlane tenant;
        try {
            tenant = TenantControlPlane.of(asked.object());
        } catch (InvalidSpecException e) {
            return asked.denied(e.violations());
        }
        var old = asked.updates()
                ? Optional.of(TenantControlPlane.stored(asked.oldObject()))
                : Optional.<TenantControlPlane>empty();
        if (tenant.metadata().deletionTimestamp().isPresent()
                || old.filter(it -> it.spec().equals(tenant.spec())).isPresent()) {
            return asked.allowed(List.of());
        }
        var violations = violations(surroundings.classed(tenant), old.map(surroundings::classed));
        if (!violations.isEmpty()) {
            return asked.denied(violations);
        }
        var problem = old.filter(it -> changesPods(it.spec(), tenant.spec())).flatMap(it -> deploymentProblem(tenant));
        return problem.map(asked::denied)
                .orElseGet(() -> asked.allowed(
                        tenant.warnings().stream().map(Violation::toString).toList()));
    }

    private List<Violation> violations(Classed now, Optional<Classed> old) {
        var tenant = now.tenant();
        var found = new LinkedHashSet<>(
                old.map(before -> tenant.validateUpdate(before.tenant())).orElseGet(tenant::validate));
        found.addAll(judged(now));
        old.ifPresent(before -> {
            before.tenant().validate().forEach(found::remove);
            judged(before).forEach(found::remove);
        });
        found.addAll(elsewhere(tenant.spec(), old.map(before -> before.tenant().spec())));
        return List.copyOf(found);
    }

    /** By what is rendered of it, by its class and by its boundaries. */
    private List<Violation> judged(Classed classed) {
        var found = new ArrayList<>(renderer.check(classed.tenant()).violations());
        found.addAll(classed.violations());
        found.addAll(surroundings.outside(classed.tenant()));
        return found;
    }

    /** What only the cluster can tell. */
    private List<Violation> elsewhere(TenantControlPlaneSpec spec, Optional<TenantControlPlaneSpec> old) {
        var found = new ArrayList<Violation>();
        var before = old.stream().flatMap(Admission::dataStores).toList();
        dataStores(spec)
                .distinct()
                .filter(named -> !before.contains(named))
                .forEach(named -> surroundings
                        .dataStoreProblem(named.name())
                        .ifPresent(problem ->
                                found.add(new Violation(named.path(), JsonValue.of(named.name()), problem))));
        if (spec.controlPlane().gateway().isPresent()
                && old.filter(it -> it.controlPlane().gateway().isPresent()).isEmpty()) {
            surroundings
                    .gatewayProblem()
                    .ifPresent(
                            problem -> found.add(new Violation("spec.controlPlane.gateway", JsonValue.NULL, problem)));
        }
        return found;
    }

    private record Named(String path, String name) {}

    private static Stream<Named> dataStores(TenantControlPlaneSpec spec) {
        var main = Given.text(spec.dataStore()).map(name -> new Named("spec.dataStore", name));
        var overrides = spec.dataStoreOverrides().orElse(List.of()).stream()
                .map(DataStoreOverride::dataStore)
                .flatMap(name -> Given.text(name).stream())
                .map(name -> new Named("spec.dataStoreOverrides", name));
        return Stream.concat(main.stream(), overrides);
    }

    /** Parts that a spec passes through, so that only the API server can judge them wholly. */
    private static boolean changesPods(TenantControlPlaneSpec old, TenantControlPlaneSpec spec) {
        return !Objects.equals(passedThrough(old), passedThrough(spec));
    }

    private static List<Object> passedThrough(TenantControlPlaneSpec spec) {
        var deployment = spec.controlPlane().deployment();
        return List.of(
                deployment.flatMap(DeploymentSpec::additionalVolumeMounts),
                deployment.flatMap(DeploymentSpec::additionalInitContainers),
                deployment.flatMap(DeploymentSpec::additionalContainers),
                deployment.flatMap(DeploymentSpec::additionalVolumes));
    }

    /** A tenant that can't be rendered now can't be judged now: its passes say why. */
    private Optional<String> deploymentProblem(TenantControlPlane tenant) {
        try {
            return surroundings.deploymentProblem(tenant);
        } catch (KamajiException | InvalidSpecException e) {
            return Optional.empty();
        }
    }
}
