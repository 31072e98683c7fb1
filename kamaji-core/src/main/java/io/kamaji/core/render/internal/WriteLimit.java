package io.kamaji.core.render.internal;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
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
import io.kamaji.core.render.internal.WriteBlock.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In the tenant: an admission policy that refuses creations, updates or deletions to its users, as {@code
 * spec.writePermissions} says, and creations and updates once its quota in the store is reached. The tenant's API server
 * judges by itself, so that there is nothing to reach that could fail. What goes on is the table in {@code
 * write-limit.yaml}: reads, the system's own writes, Kamaji's, kube-system, and what stores nothing or only reports.
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

    @Override
    public String name() {
        return "write-limit";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return !WriteBlock.of(tenant).limits().isEmpty();
    }

    /** Whether a spec asks for any limit, by its permissions or by a quota that may be reached. */
    static boolean isAsked(TenantControlPlane tenant) {
        return !WriteBlock.asked(tenant.spec()).isEmpty()
                || tenant.setting(Settings.STORE_QUOTA)
                        .filter(StoreQuota::isHard)
                        .isPresent();
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
        var block = WriteBlock.of(ctx.tenant());
        var contribution = Contribution.builder();
        for (var object : OBJECTS) {
            contribution.object(
                    Target.TENANT,
                    AddonObjects.is(object, PLUGIN) ? object.update("spec", spec -> limited(spec, block)) : object);
        }
        return contribution.build();
    }

    private static JsonObject limited(JsonObject spec, WriteBlock block) {
        return spec.update("matchConstraints", match -> matching(match, block.limits()))
                .with(
                        "validations",
                        List.of(JsonObject.of(
                                "expression", "false", "message", block.message(), "reason", "Forbidden")));
    }

    private static JsonObject matching(JsonObject match, List<Limit> limits) {
        var limited = new ArrayList<JsonObject>();
        limited.add(rule("*", "*/*", limits.stream().map(Limit::operation).toList()));
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
}
