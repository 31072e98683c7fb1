package io.kamaji.core.render;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.OverrideBinding;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.manifest.Target;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.DataVolume;
import io.kamaji.datastore.StorageBinding.KineBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.CertificateSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tenants of the golden manifests and what they are rendered with. */
public final class Scenarios {
    private static final TenantAccount ACCOUNT = new TenantAccount("tenants_blue", "tenants_blue", "s3cret", "tests");

    /** One scenario: a tenant, where it keeps its state, and its address if that is known. */
    public record Scenario(String name, JsonObject document, DataStoreBinding storage, Optional<String> address) {

        Scenario(String name, String spec, DataStoreBinding storage, Optional<String> address) {
            this(name, JsonObject.parse(resource("/scenarios/" + spec + ".yaml")), storage, address);
        }

        /** The same with another value at a path such as {@code spec.networkProfile.port}. */
        public Scenario with(String path, @Nullable Object value) {
            return new Scenario(name, document.withAt(List.of(path.split("\\.")), value), storage, address);
        }

        public TenantControlPlane tenant() {
            return TenantControlPlane.of(document);
        }

        /** The same with a quota that is reached in its store. */
        public Scenario full(String quota) {
            return new Scenario(name, document, storage.full(quota), address);
        }

        /** The same at another address. */
        public Scenario at(String other) {
            return new Scenario(name, document, storage, Optional.of(other));
        }

        /** As a Service of the spec's type, and Gateways, with that address have it. */
        public Endpoints endpoints() {
            var type = tenant().effective().spec().controlPlane().service().serviceType();
            var service = address.map(ip -> JsonObject.of(
                    "spec",
                    JsonObject.of("type", type, "clusterIP", type.equals("ClusterIP") ? ip : "10.0.0.1"),
                    "status",
                    JsonObject.of("loadBalancer", JsonObject.of("ingress", List.of(JsonObject.of("ip", ip))))));
            var gateway = address.map(ip -> JsonObject.of(
                    "status", JsonObject.of("addresses", List.of(JsonObject.of("type", "IPAddress", "value", ip)))));
            return ControlPlaneRenderer.standard().endpoints(tenant(), storage, ref -> switch (ref.kind()) {
                case "Service" -> service;
                case "Gateway" -> gateway;
                default -> Optional.empty();
            });
        }

        public TenantView view() {
            return context().tenant();
        }

        /** What components are given. */
        public RenderContext context() {
            var inputs = inputs();
            return new RenderContext(
                    TenantView.of(tenant(), storage).at(inputs.endpoints()), inputs.credentials(), inputs.kineImage());
        }

        public RenderInputs inputs() {
            var certificates = new java.util.HashMap<>(GoldenPki.certificates());
            var endpoints = endpoints();
            if (!endpoints.certificateNames().isKnown()) {
                certificates.remove("apiserver");
            }
            return RenderInputs.builder(storage, endpoints)
                    .credentials(Credentials.of(certificates, GoldenPki.serviceAccountKeys()))
                    .owner(owner())
                    .build();
        }

        public Rendered render() {
            return ControlPlaneRenderer.standard().render(tenant(), inputs());
        }

        /** What is refused of it, by itself and where it is placed. */
        public List<Violation> violations() {
            return findings(SpecFindings::violations);
        }

        /** What is warned of. */
        public List<Violation> specWarnings() {
            return findings(SpecFindings::warnings);
        }

        private List<Violation> findings(Function<SpecFindings, List<Violation>> of) {
            var renderer = ControlPlaneRenderer.standard();
            var placed = renderer.checkPlaced(tenant(), storage, RenderInputs.DEFAULT_KINE_IMAGE);
            return Stream.of(renderer.check(tenant()), placed)
                    .flatMap(found -> of.apply(found).stream())
                    .toList();
        }

        public JsonObject deployment() {
            return object("Deployment", "blue");
        }

        /** An object of the admin cluster. */
        public JsonObject object(String kind, String objectName) {
            return find(kind, objectName).orElseThrow();
        }

        public Optional<JsonObject> find(String kind, String objectName) {
            return render().manifests(Target.ADMIN).stream()
                    .filter(manifest -> manifest.ref().kind().equals(kind))
                    .filter(manifest -> manifest.ref().name().equals(objectName))
                    .map(manifest -> manifest.tree())
                    .findFirst();
        }

        /** An object of the tenant's own cluster. */
        public Optional<JsonObject> inTenant(String kind, String objectName) {
            return render().manifests(Target.TENANT).stream()
                    .filter(manifest -> manifest.ref().kind().equals(kind))
                    .filter(manifest -> manifest.ref().name().equals(objectName))
                    .map(manifest -> manifest.tree())
                    .findFirst();
        }

        public JsonObject pod() {
            return deployment().object("spec", "template", "spec");
        }

        public JsonObject container(String containerName) {
            return pod().array("containers")
                    .objects()
                    .filter(container -> container.text("name").orElseThrow().equals(containerName))
                    .findFirst()
                    .orElseThrow();
        }

        /** Arguments of a container. */
        public List<String> args(String containerName) {
            return container(containerName).array("args").texts();
        }

        public JsonObject sidecar(String containerName) {
            return pod().array("initContainers")
                    .objects()
                    .filter(container -> container.text("name").orElseThrow().equals(containerName))
                    .findFirst()
                    .orElseThrow();
        }

        public JsonObject volume(String volume) {
            return pod().array("volumes")
                    .objects()
                    .filter(each -> each.text("name").orElseThrow().equals(volume))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final Optional<String> ADDRESS = Optional.of("192.0.2.10");

    public static final List<Scenario> ALL = List.of(
            new Scenario("minimal-sqlite", "minimal-single", sqlite(true), ADDRESS),
            new Scenario("emptydir-sqlite", "minimal-single", sqlite(false), ADDRESS),
            new Scenario("minimal-etcd", "minimal", etcd(), ADDRESS),
            new Scenario("everything", "everything", etcd(), ADDRESS),
            new Scenario("everything-kine", "everything", postgresql(), ADDRESS),
            new Scenario("dual-stack", "dual-stack", etcd(), Optional.of("2001:db8::10")),
            new Scenario("clusterip", "clusterip", etcd(), Optional.of("10.0.0.7")),
            new Scenario("nodeport", "nodeport", etcd(), Optional.empty()),
            new Scenario("loadbalancer", "loadbalancer", etcd(), ADDRESS),
            new Scenario("postgresql-kine", "minimal", postgresql(), ADDRESS),
            new Scenario("mysql-kine", "minimal", mysql(), ADDRESS),
            new Scenario("nats-kine", "minimal", nats(), ADDRESS),
            new Scenario("sleeping", "sleeping", etcd(), ADDRESS),
            new Scenario("address-unknown", "minimal", etcd(), Optional.empty()),
            new Scenario("addons", "addons", etcd(), ADDRESS),
            new Scenario("addons-address-unknown", "addons", etcd(), Optional.empty()),
            new Scenario("addons-dual-stack", "addons-dual-stack", etcd(), Optional.of("2001:db8::10")),
            new Scenario("addons-overridden", "addons-overridden", postgresql(), ADDRESS),
            new Scenario("economy", "economy", etcd(), ADDRESS),
            new Scenario("ingress", "ingress", etcd(), ADDRESS),
            dualStack(new Scenario("ingress-dual-stack", "ingress", etcd(), Optional.of("2001:db8::10"))),
            new Scenario("gateway", "gateway", etcd(), ADDRESS),
            dualStack(new Scenario("gateway-dual-stack", "gateway", etcd(), Optional.of("2001:db8::10"))),
            new Scenario("gateway-tcp", "gateway-tcp", etcd(), ADDRESS),
            dualStack(new Scenario("gateway-tcp-dual-stack", "gateway-tcp", etcd(), Optional.of("2001:db8::10"))),
            new Scenario("overrides-etcd", "minimal", withOverrides(etcd()), ADDRESS));

    private Scenarios() {}

    /** IPv6 first. */
    private static Scenario dualStack(Scenario scenario) {
        return scenario.with("spec.networkProfile.serviceCidrs", List.of("fd00:10:96::/112", "10.96.0.0/16"))
                .with("spec.networkProfile.podCidrs", List.of("fd00:10:244::/56", "10.244.0.0/16"));
    }

    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static JsonObject owner() {
        return JsonObject.of(
                "apiVersion", "kamaji.clastix.io/v1alpha1",
                "kind", "TenantControlPlane",
                "name", "blue",
                "uid", "6d1c7a52-0000-4000-8000-000000000001",
                "controller", true,
                "blockOwnerDeletion", true);
    }

    public static DataStoreBinding sqlite(boolean claim) {
        var volume = new DataVolume(claim, claim ? Optional.of("fast") : Optional.empty(), "1Gi");
        var kine = new KineBinding("sqlite:///var/lib/kine/state.db?_journal=WAL", Map.of(), Optional.of(volume));
        return storage("embedded", "SQLite", List.of(), kineBinding(kine, Map.of(), "", 1));
    }

    public static DataStoreBinding etcd() {
        var folder = StorageBinding.API_SERVER_FOLDER;
        var flags = Map.of(
                "--etcd-servers",
                "https://etcd-0.etcd.svc:2379,https://etcd-1.etcd.svc:2379",
                "--etcd-prefix",
                "/tenants_blue",
                "--etcd-compaction-interval",
                "0",
                "--etcd-cafile",
                folder + "/ca.crt",
                "--etcd-certfile",
                folder + "/server.crt",
                "--etcd-keyfile",
                folder + "/server.key");
        var client = CertificateSpec.client(StorageBinding.CLIENT, "tenants_blue", StorageBinding.AUTHORITY);
        var authority = GoldenPki.certificates().get(StorageBinding.AUTHORITY).certificatePem();
        return storage(
                "shared",
                "etcd",
                List.of("etcd-0.etcd.svc:2379", "etcd-1.etcd.svc:2379"),
                StorageBinding.builder(flags)
                        .clientCertificate(client)
                        .files(Map.of("ca.crt", authority))
                        .build());
    }

    /** Events and leases in etcds of their own, of which the second is one that the first trusts too. */
    public static DataStoreBinding withOverrides(DataStoreBinding own) {
        var events = etcd().binding();
        var flags = new TreeMap<>(events.apiServerFlags());
        flags.put("--etcd-servers", "https://leases.etcd.svc:2379");
        var files = Map.of("ca.crt", GoldenPki.certificates().get("ca").certificatePem());
        var leases = StorageBinding.builder(flags)
                .clientCertificate(events.clientCertificate().orElseThrow())
                .files(files)
                .build();
        return own.withOverrides(List.of(
                new OverrideBinding("/events", "events", events),
                new OverrideBinding("coordination.k8s.io/leases", "leases", leases),
                new OverrideBinding("events.k8s.io/events", "events", events)));
    }

    public static DataStoreBinding postgresql() {
        var kine = new KineBinding(
                "postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_CONNECTION_STRING)/$(DB_SCHEMA)",
                Map.of("--ca-file", "/certs/ca.crt"),
                Optional.empty());
        var files = Map.of(
                "ca.crt", GoldenPki.certificates().get(StorageBinding.AUTHORITY).certificatePem());
        return storage("pg", "PostgreSQL", List.of("pg.svc:5432"), kineBinding(kine, files, "pg.svc:5432", 10));
    }

    public static DataStoreBinding mysql() {
        var kine = new KineBinding(
                "mysql://$(DB_USER):$(DB_PASSWORD)@tcp($(DB_CONNECTION_STRING))/$(DB_SCHEMA)",
                Map.of(),
                Optional.empty());
        return storage("my", "MySQL", List.of("my.svc:3306"), kineBinding(kine, Map.of(), "my.svc:3306", 10));
    }

    public static DataStoreBinding nats() {
        var kine = new KineBinding(
                "nats://$(DB_USER):$(DB_PASSWORD)@$(DB_CONNECTION_STRING)?bucket=$(DB_SCHEMA)&noEmbed",
                Map.of(),
                Optional.empty());
        return storage("nats", "NATS", List.of("nats.svc:4222"), kineBinding(kine, Map.of(), "nats.svc:4222", 10));
    }

    private static StorageBinding kineBinding(
            KineBinding kine, Map<String, String> files, String connection, int maxReplicas) {
        return StorageBinding.builder(Map.of("--etcd-servers", "unix:///uds/kine", "--etcd-prefix", "/tenants_blue"))
                .kine(kine)
                .files(files)
                .connectionString(connection)
                .maxReplicas(maxReplicas)
                .build();
    }

    private static DataStoreBinding storage(
            String name, String driver, List<String> endpoints, StorageBinding binding) {
        return new DataStoreBinding(name, driver, endpoints, ACCOUNT, binding);
    }

    static String resource(String name) {
        try (var in = Scenarios.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
