package io.kamaji.core.component;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.KubernetesVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A spec as rules see it: as it was written, and where the tenant's state is kept once that is known. Immutable. */
public final class SpecView {
    private static final Minors JUDGED =
            new Minors((int) KubernetesVersion.OLDEST.minor(), (int) KubernetesVersion.NEWEST.minor());

    private final TenantControlPlane tenant;
    private final JsonObject tree;
    private final Optional<Placement> placement;

    /**
     * Where a tenant's state is kept.
     *
     * @param kineImage image of kine, unless the tenant names another
     */
    public record Placement(DataStoreBinding store, String kineImage) {}

    private SpecView(TenantControlPlane tenant, Optional<Placement> placement) {
        this.tenant = tenant;
        this.tree = tenant.toJsonObject();
        this.placement = placement;
    }

    /** A spec by itself. */
    public static SpecView of(TenantControlPlane tenant) {
        return new SpecView(tenant, Optional.empty());
    }

    /** A spec whose place is known. */
    public static SpecView of(TenantControlPlane tenant, DataStoreBinding store, String kineImage) {
        return new SpecView(tenant, Optional.of(new Placement(store, kineImage)));
    }

    /** The tenant. */
    public TenantControlPlane tenant() {
        return tenant;
    }

    /** The tenant with its defaults. */
    public TenantControlPlane effective() {
        return tenant.effective();
    }

    /** The tenant as written. */
    public JsonObject tree() {
        return tree;
    }

    /** Where its state is kept; empty for rules that judge the spec by itself. */
    public Optional<Placement> placement() {
        return placement;
    }

    /** Texts of a list at a path such as {@code spec.a.b}; none if it is not there. */
    public List<String> texts(String path) {
        return tree.get(path.split("\\."))
                .flatMap(JsonValue::asArray)
                .map(array -> array.texts())
                .orElse(List.of());
    }

    /** A text at a path that is there and not empty. */
    public Optional<String> text(String path) {
        return tree.get(path.split("\\.")).flatMap(JsonValue::asText).filter(text -> !text.isEmpty());
    }

    /** The user's flags at a path, as the program reads them. */
    public List<FlagLine> flags(String path, FlagTable table) {
        return FlagLine.parse(texts(path), table.syntax());
    }

    /** The user's flag of a name at a path; the last one counts. */
    public Optional<FlagLine> flag(String path, FlagTable table, String name) {
        return flags(path, table).stream()
                .filter(line -> line.name().equals(name))
                .reduce((first, last) -> last);
    }

    /** Minor of its Kubernetes version; empty if that can't be read. */
    public OptionalInt minor() {
        try {
            return text("spec.kubernetes.version")
                    .map(version -> OptionalInt.of(
                            (int) KubernetesVersion.parse(version).minor()))
                    .orElse(OptionalInt.empty());
        } catch (IllegalArgumentException unreadable) {
            return OptionalInt.empty(); // said elsewhere
        }
    }

    /** Minor of its Kubernetes version, where the tables of what its programs know are of that version. */
    public OptionalInt judgedMinor() {
        var minor = minor();
        return minor.isPresent() && JUDGED.contain(minor.getAsInt()) ? minor : OptionalInt.empty();
    }

    /** Whether a component of Kubernetes runs in the image of its name; the user's own may know more. */
    public boolean isUpstream(String component, String image) {
        var settings = "spec.controlPlane.deployment.registrySettings.";
        return text(settings + "tagSuffix").isEmpty()
                && text(settings + component + "Image")
                        .filter(own -> !own.equals(image))
                        .isEmpty();
    }
}
