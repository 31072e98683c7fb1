package io.kamaji.core.migrate;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Rendered.Part;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a pass would make of a tenant in a store, as far as that depends on the store alone: nothing is read, and no
 * certificate is in it. Immutable.
 */
record PlaceRendering(Rendered rendered) {

    static PlaceRendering of(TenantControlPlane tenant, DataStoreBinding store, ReconcilerSettings settings) {
        var moved = tenant.toBuilder()
                .spec(spec -> spec.dataStore(store.dataStoreName()))
                .build();
        var endpoints = settings.renderer().endpoints(moved, store, ref -> Optional.empty());
        var inputs = RenderInputs.builder(store, endpoints)
                .kineImage(settings.kineImage())
                .build();
        return new PlaceRendering(settings.renderer().render(moved, inputs));
    }

    /** What the pods are made of. */
    Optional<JsonObject> podTemplate() {
        return first(part -> ResourceTypes.DEPLOYMENT.is(part.manifest().ref()))
                .map(deployment -> deployment.object("spec", "template"));
    }

    /** The claim of kine's file, where it has one. */
    Optional<JsonObject> claim() {
        return first(part -> part.component().equals(KinePodManifest.CONTAINER)
                && ResourceTypes.PERSISTENT_VOLUME_CLAIM.is(part.manifest().ref()));
    }

    private Optional<JsonObject> first(Predicate<Part> wanted) {
        return rendered.parts().stream()
                .filter(part -> part.manifest().target() == Target.ADMIN)
                .filter(wanted)
                .map(part -> part.manifest().tree())
                .findFirst();
    }
}
