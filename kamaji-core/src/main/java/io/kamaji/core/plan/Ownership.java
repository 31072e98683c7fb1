package io.kamaji.core.plan;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Optional;

/**
 * Tells our objects from others' by their labels: {@code kamaji.clastix.io/name} of the tenant in the admin cluster,
 * {@code kamaji.clastix.io/project} of {@code kamaji} in the tenant's.
 */
public final class Ownership {
    static final String CHECKSUM_ANNOTATION = "kamaji.clastix.io/checksum";

    private Ownership() {}

    /** What to list to see the objects of a tenant. */
    public static String selector(Target target, String tenantName) {
        return target == Target.ADMIN ? Labels.NAME + "=" + tenantName : Labels.PROJECT + "=kamaji";
    }

    /** Whether an object is the tenant's. */
    public static boolean isOurs(Target target, String tenantName, JsonObject live) {
        return target == Target.ADMIN
                ? label(live, Labels.NAME).equals(Optional.of(tenantName))
                : label(live, Labels.PROJECT).equals(Optional.of("kamaji"));
    }

    /** Whether an object of the admin cluster is some tenant's; a Secret that somebody brought is not. */
    public static boolean isATenants(JsonObject live) {
        return label(live, Labels.NAME).isPresent();
    }

    /** Whether an object is of the same owner as the one that was to be written in its place. */
    public static boolean isSame(Target target, JsonObject wanted, JsonObject live) {
        var label = target == Target.ADMIN ? Labels.NAME : Labels.PROJECT;
        return label(live, label).equals(label(wanted, label));
    }

    /** Whether an object is on its way out: neither there to be used nor gone. */
    public static boolean isTerminating(JsonObject live) {
        return live.get("metadata", "deletionTimestamp").isPresent();
    }

    /** The finalizers that an object still has. */
    public static List<String> finalizers(JsonObject live) {
        return live.array("metadata", "finalizers").texts();
    }

    /** An object that is on its way out, and what holds it up: {@code Service blue to be deleted (finalizers …)}. */
    public static String terminating(JsonObject live) {
        var finalizers = finalizers(live);
        return live.text("kind").orElse("object") + " "
                + live.text("metadata", "name").orElse("?") + " to be deleted"
                + (finalizers.isEmpty() ? "" : " (finalizers " + String.join(", ", finalizers) + ")");
    }

    /** Whether Kamaji made it, label or not: it applied it, or it is a Secret with our checksum. */
    public static boolean isMadeByUs(JsonObject live) {
        return OwnedFields.ours(live).isPresent()
                || (ResourceTypes.SECRET.isKindOf(live)
                        && live.get("metadata", "annotations", CHECKSUM_ANNOTATION)
                                .isPresent());
    }

    /** For an object of one of our names that is somebody else's. */
    public static KamajiException refusal(ObjectRef ref) {
        return KamajiException.at(
                ref,
                "already exists and is not managed by Kamaji (label " + Labels.NAME
                        + " is missing): delete or rename it, choose another name for the tenant, or ask for its adoption");
    }

    private static Optional<String> label(JsonObject object, String name) {
        return object.text("metadata", "labels", name);
    }
}
