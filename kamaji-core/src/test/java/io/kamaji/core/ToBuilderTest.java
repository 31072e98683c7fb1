package io.kamaji.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.access.BootstrapToken.Usage;
import io.kamaji.core.access.TokenRequest;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.observe.TenantAccess;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.storage.StoreUsages;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.KineBinding;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.KeyAlgorithm;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a copy must keep is set to something else than the default, so that a part that is forgotten shows. */
class ToBuilderTest {
    private static final ObjectRef OBJECT = ObjectRef.of("v1", "Secret", "tenants", "blue-ca");

    @Test
    void toBuilder_reconcilerSettings_keepsEveryPart() throws Exception {
        var settings = ReconcilerSettings.builder()
                .dataStores(DataStoreSource.of())
                .storeUsages(new StoreUsages())
                .endpoints(address -> address)
                .access(TenantAccess.announced())
                .clock(() -> Instant.EPOCH)
                .keyAlgorithm(KeyAlgorithm.RSA_2048)
                .renewal((end, lifetime, now) -> false)
                .storeTimeout(Duration.ofSeconds(3))
                .kineImage("registry.test/kine:v1")
                .listener(event -> {})
                .adopt(true)
                .allowDataLoss(true)
                .allowNewAuthorities(true)
                .build();

        requireSame(settings, settings.toBuilder().build());
    }

    @Test
    void toBuilder_planRequest_keepsEveryPart() throws Exception {
        var request = PlanRequest.builder("tenants", "blue", new Rendered(List.of(), List.of()))
                .registry(ControlPlaneRenderer.standard().registry())
                .putSeen(Target.ADMIN, new Observed(Map.of()), wanted -> Optional.empty())
                .issued(Map.of("ca", "missing"))
                .storeSteps(List.of("make it"))
                .warnings(List.of("beware"))
                .bringYourOwn(Set.of(OBJECT))
                .keep(Set.of(OBJECT))
                .adopt(true)
                .allowDataLoss(true)
                .build();

        requireSame(request, request.toBuilder().build());
    }

    @Test
    void toBuilder_migrationOptions_keepsEveryPart() throws Exception {
        var options = MigrationOptions.builder()
                .kine(KineLauncher.none())
                .atMost(Duration.ofSeconds(1))
                .takeOver(Duration.ofSeconds(2))
                .dropSource(true)
                .progress(event -> {})
                .build();

        requireSame(options, options.toBuilder().build());
    }

    @Test
    void toBuilder_tokenRequest_keepsEveryPart() throws Exception {
        var request = TokenRequest.builder()
                .withoutExpiration()
                .usages(Usage.AUTHENTICATION)
                .description("rack 7")
                .groups("system:bootstrappers:rack-7")
                .build();

        requireSame(request, request.toBuilder().build());
    }

    @Test
    void toBuilder_storageBinding_keepsEveryPart() throws Exception {
        var binding = StorageBinding.builder(Map.of("--etcd-servers", "unix:///uds/kine"))
                .kine(new KineBinding("sqlite://", Map.of(), Optional.empty()))
                .clientCertificate(CertificateSpec.client(StorageBinding.CLIENT, "blue", StorageBinding.AUTHORITY))
                .files(Map.of("ca.crt", "x"))
                .connectionString("pg.svc:5432")
                .maxReplicas(1)
                .warnings(List.of("beware"))
                .build();

        requireSame(binding, binding.toBuilder().build());
    }

    private static void requireSame(Object expected, Object copy) throws IllegalAccessException {
        for (var field : expected.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(expected));
            }
        }
    }
}
