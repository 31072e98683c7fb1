package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.tenant.WritePermissions;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Consequence.Rule;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In the tenant: an admission policy that refuses creations, updates or deletions to its users, as {@code
 * spec.writePermissions} says, and creations and updates once its quota in the store is reached. The tenant's API server judges by itself, so that there is nothing to reach that could fail.
 * What goes on is the table in {@code write-limit.yaml}: reads, the system's own writes, Kamaji's, kube-system, and what
 * stores nothing or only reports.
 *
 * <p>An eviction counts as the deletion that it is, and a scale, an ephemeral container or a binding as the write that it
 * is. Source: Kubernetes' admission policies, v1 since 1.30; the reference's webhook for names and message.
 */
final class WriteLimit implements Component {
    private static final List<JsonObject> OBJECTS = AddonObjects.read("write-limit.yaml");

    /** Name of the policy and of its binding. */
    private static final String NAME = "kamaji-write-permissions";

    /** How admission plugins know that which evaluates the policy; it is on by default. */
    static final String PLUGIN = "ValidatingAdmissionPolicy";

    /** A permission that can be taken away. */
    private enum Limit {
        CREATION("CREATE", "blockCreation", WritePermissions::blockCreation),
        UPDATE("UPDATE", "blockUpdate", WritePermissions::blockUpdate),
        DELETION("DELETE", "blockDeletion", WritePermissions::blockDeletion);

        private final String operation;
        private final String field;
        private final Function<WritePermissions, Optional<Boolean>> asked;

        Limit(String operation, String field, Function<WritePermissions, Optional<Boolean>> asked) {
            this.operation = operation;
            this.field = field;
            this.asked = asked;
        }
    }

    @Override
    public String name() {
        return "write-limit";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return !limits(tenant).isEmpty();
    }

    /** Whether a spec asks for any limit, by its permissions or by a quota that may be reached. */
    static boolean isAsked(TenantControlPlane tenant) {
        return !asked(tenant.spec()).isEmpty()
                || tenant.setting(Settings.STORE_QUOTA)
                        .filter(StoreQuota::isHard)
                        .isPresent();
    }

    private static List<Limit> asked(TenantControlPlaneSpec spec) {
        return Stream.of(Limit.values())
                .filter(limit -> spec.writePermissions().flatMap(limit.asked).orElse(false))
                .toList();
    }

    /** What the spec asks for, and where the quota in the store is reached all that may take more of it. */
    private static List<Limit> limits(TenantView tenant) {
        var asked = asked(tenant.spec());
        var isFull = tenant.store().reachedQuota().isPresent();
        return Stream.of(Limit.values())
                .filter(limit -> asked.contains(limit) || isFull && limit != Limit.DELETION)
                .toList();
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .condition("WritesLimited")
                .kind(Target.TENANT, ResourceTypes.ADMISSION_POLICY, Trait.EXACT)
                .kind(Target.TENANT, ResourceTypes.ADMISSION_POLICY_BINDING, Trait.EXACT)
                .consequence(limit(Action.CREATE, "refuses to the tenant's users: "))
                .consequence(limit(Action.UPDATE, "refuses to the tenant's users: "))
                .consequence(limit(Action.DELETE, "lets the tenant's users write again"))
                .build();
    }

    private static Rule limit(Action action, String text) {
        return new Rule(
                action,
                ResourceTypes.ADMISSION_POLICY,
                Kind.LIMIT,
                (ref, fields, body) -> Optional.of(text)
                        .filter(limit -> ref.name().equals(NAME))
                        .map(limit -> limit + operations(body)));
    }

    private static String operations(JsonObject policy) {
        return policy.array("spec", "matchConstraints", "resourceRules")
                .objects()
                .limit(1)
                .flatMap(rule -> rule.array("operations").texts().stream())
                .collect(Collectors.joining(", "));
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            contribution.object(
                    Target.TENANT,
                    AddonObjects.is(object, PLUGIN) ? object.update("spec", spec -> limited(spec, tenant)) : object);
        }
        return contribution.build();
    }

    private static JsonObject limited(JsonObject spec, TenantView tenant) {
        return spec.update("matchConstraints", match -> matching(match, limits(tenant)))
                .with(
                        "validations",
                        List.of(JsonObject.of(
                                "expression", "false", "message", message(tenant), "reason", "Forbidden")));
    }

    private static JsonObject matching(JsonObject match, List<Limit> limits) {
        var limited = new ArrayList<JsonObject>();
        limited.add(
                rule("*", "*/*", limits.stream().map(limit -> limit.operation).toList()));
        var goesOn =
                new ArrayList<>(match.array("excludeResourceRules").objects().toList());
        (limits.contains(Limit.DELETION) ? limited : goesOn).add(rule("", "pods/eviction", List.of("CREATE")));
        return match.with("resourceRules", limited).with("excludeResourceRules", goesOn);
    }

    private static JsonObject rule(String group, String resource, List<String> operations) {
        return JsonObject.of("operations", operations, "apiGroups", List.of(group))
                .with("apiVersions", List.of("*"))
                .with("resources", List.of(resource))
                .with("scope", "*");
    }

    /** Begins as the reference's, which is what clients know. */
    private static String message(TenantView tenant) {
        var asked = asked(tenant.spec());
        var blockers = new ArrayList<String>();
        if (!asked.isEmpty()) {
            blockers.add(
                    String.join(", ", asked.stream().map(limit -> limit.field).toList()) + " of spec.writePermissions");
        }
        var full = tenant.store().reachedQuota();
        full.ifPresent(quota -> blockers.add("the quota of " + quota + " in its store, which is reached"));
        return "the current Control Plane has limited write permissions, current changes are blocked by "
                + String.join(" and by ", blockers) + ": "
                + (full.isPresent() && !asked.contains(Limit.DELETION)
                        ? "delete objects, deletions are let through, and writes come back by themselves; "
                        : "")
                + "removing this policy does not help, it is put back";
    }
}
