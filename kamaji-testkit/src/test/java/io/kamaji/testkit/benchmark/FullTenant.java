package io.kamaji.testkit.benchmark;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Rendered;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.SigningKeys;
import io.kamaji.pki.SubjectAltNames;
import io.kamaji.testkit.ApiServerSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A tenant with everything set, what it is rendered with, and both clusters as they are once it has been applied. */
@State(Scope.Benchmark)
public class FullTenant {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ControlPlaneRenderer renderer = ControlPlaneRenderer.standard();
    private final TenantControlPlane tenant;
    private final RenderInputs fresh;
    private final RenderInputs kept;
    private final Map<Target, Observed> applied = new EnumMap<>(Target.class);

    public FullTenant() {
        try {
            tenant = TenantControlPlane.parse(
                    Files.readString(Path.of("../kamaji-core/src/test/resources/scenarios/everything.yaml")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var client = CertificateSpec.client(StorageBinding.CLIENT, "tenants_blue", StorageBinding.AUTHORITY);
        var authority = CertificateSpec.authority(StorageBinding.AUTHORITY, "datastore-ca");
        fresh = inputs(client, issue(List.of(authority, client)));
        var rendered = render(fresh);
        apply(rendered);
        kept = withKubeconfigs(fresh, rendered);
    }

    /** All keys and certificates of a tenant, and its signing keys. */
    static Map<String, KeyedCertificate> issue(List<CertificateSpec> more) {
        var specs = new ArrayList<>(KubeadmCertificates.of(SubjectAltNames.of("localhost", "127.0.0.1")));
        specs.addAll(more);
        return CertificateTree.of(specs)
                .reconcile(Map.of(), Issuance.of(Instant.now(), RANDOM))
                .certificates();
    }

    static SigningKeys signingKeys() {
        return SigningKeys.generate(KeyAlgorithm.ECDSA_P256, RANDOM);
    }

    private RenderInputs inputs(CertificateSpec client, Map<String, KeyedCertificate> certificates) {
        var binding = StorageBinding.builder(
                        Map.of("--etcd-servers", "https://etcd.etcd.svc:2379", "--etcd-prefix", "/tenants_blue"))
                .clientCertificate(client)
                .files(Map.of(
                        "ca.crt", certificates.get(StorageBinding.AUTHORITY).certificatePem()))
                .build();
        var storage = new DataStoreBinding(
                "shared",
                "etcd",
                List.of("etcd.etcd.svc:2379"),
                new TenantAccount("tenants_blue", "tenants_blue", "s3cret", "tests"),
                binding);
        var addressed = tenant.toBuilder()
                .spec(spec -> spec.networkProfile(network -> network.address("192.0.2.10")))
                .build();
        return RenderInputs.builder(storage, renderer.endpoints(addressed, storage, ref -> Optional.empty()))
                .credentials(Credentials.of(certificates, signingKeys()))
                .build();
    }

    private void apply(Rendered rendered) {
        for (var target : Target.values()) {
            try (var simulator = ApiServerSimulator.start();
                    var api = AdminCluster.kubeconfig(simulator.kubeconfig()).connect()) {
                if (target == Target.ADMIN) {
                    simulator.create(JsonObject.of(
                            "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "tenants")));
                }
                var objects = rendered.manifests(target).stream()
                        .map(manifest -> manifest.isSecret()
                                ? api.create(manifest.tree())
                                : api.apply(manifest.tree(), new ApplyOptions("kamaji", true, false)))
                        .toList();
                applied.put(target, Observed.of(objects));
            }
        }
    }

    /** What a pass finds stored once it was applied. */
    private static RenderInputs withKubeconfigs(RenderInputs inputs, Rendered rendered) {
        var stored = new HashMap<String, String>();
        for (var manifest : rendered.manifests(Target.ADMIN)) {
            manifest.tree().object("data").members().forEach((key, value) -> {
                if (key.endsWith(".conf") || key.endsWith(".svc")) {
                    var text = Base64.getDecoder().decode(value.asText().orElseThrow());
                    stored.put(key, new String(text, StandardCharsets.UTF_8));
                }
            });
        }
        return inputs.toBuilder()
                .credentials(inputs.credentials().withKubeconfigs(stored))
                .build();
    }

    /** Everything rendered, of a value of its own: what a value keeps of itself is not to flatter the figures. */
    private Rendered render(RenderInputs inputs) {
        return renderer.render(tenant.toBuilder().build(), inputs);
    }

    final Rendered render() {
        return render(fresh);
    }

    /** What a pass plans where nothing is yet. */
    Plan planFirst() {
        var request = request(render(fresh));
        for (var target : Target.values()) {
            request.putSeen(target, Observed.of(List.of()), DryRun.NONE);
        }
        return Planner.standard().plan(request.build());
    }

    /** What a pass plans where everything is as it should be. */
    Plan planAgain() {
        var request = request(render(kept));
        applied.forEach((target, observed) -> request.putSeen(target, observed, object -> {
            throw new IllegalStateException("a dry run of " + object);
        }));
        return Planner.standard().plan(request.build());
    }

    private static PlanRequest.Builder request(Rendered rendered) {
        return PlanRequest.builder("tenants", "blue", rendered);
    }
}
