package io.kamaji.core.migrate;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreOverrides;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.DataVolume;
import io.kamaji.datastore.StorageBinding.KineBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold before a migration begins, so that nothing is frozen for nothing. Reads only. */
final class Prerequisites {
    private Prerequisites() {}

    static void check(
            TenantControlPlane tenant,
            TenantPlace source,
            TenantPlace target,
            ReconcilerSettings settings,
            ClusterClient admin) {
        var violations = new ArrayList<>(tenant.validate());
        violations.addAll(target.driver().validate(target.tenant()));
        if (violations.isEmpty()) {
            var moved = tenant.toBuilder()
                    .spec(spec -> spec.dataStore(target.name()))
                    .build();
            var renderer = settings.renderer();
            violations.addAll(renderer.check(moved).violations());
            violations.addAll(renderer.checkPlaced(moved, target.storage(), settings.kineImage())
                    .violations());
            violations.addAll(
                    DataStoreOverrides.of(tenant, target.tenant(), new DataStoreResolver(settings.storage(), admin))
                            .violations(target.store(), target.storage().binding()));
        }
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(
                    "tenant " + tenant.metadata().name().orElse("?") + " on datastore " + target.name(), violations);
        }
        for (var place : List.of(source, target)) {
            place.require(Exportable.class);
            requireKept(place.name(), place.storage().binding());
        }
        if (file(source.storage().binding()).isPresent()
                && file(target.storage().binding()).isPresent()) {
            throw KamajiException.at(
                    TenantObjects.of(tenant).ref(),
                    "datastores " + source.name() + " and " + target.name()
                            + " keep the tenant's file on the same claim: there is nowhere to move the file to");
        }
        target.driver().check(target.store());
        target.driver().inspect(target.store(), target.tenant()); // refuses a schema of another owner
    }

    private static Optional<DataVolume> file(StorageBinding binding) {
        return binding.kine().flatMap(KineBinding::volume);
    }

    /** Refuses a store whose file goes with the pod: no other pod can see it. */
    static void requireKept(String dataStore, StorageBinding binding) {
        file(binding).filter(volume -> !volume.claim()).ifPresent(volume -> {
            throw KamajiException.at(
                    ResourceTypes.DATA_STORE.ref(dataStore),
                    "the tenant's file is on an emptyDir, which goes with the pod: there is nothing to read from or to"
                            + " write to");
        });
    }
}
