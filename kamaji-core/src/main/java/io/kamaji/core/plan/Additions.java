package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * What somebody added to an object whose meaning that changes, such as one condition more to the policy that limits a tenant's
 * writes: it would never apply. Others' fields stay beside ours elsewhere; here an apply, which takes none of them away, does
 * not do, so that the object has to be made anew. Stateless.
 */
public final class Additions {
    private Additions() {}

    /** The members of the spec that are not rendered, and the lists that are longer than the rendered ones. */
    static List<FieldDiff> in(JsonObject live, Manifest wanted) {
        var rendered = wanted.tree().object("spec");
        return live.object("spec").members().entrySet().stream()
                .filter(member -> isMore(member.getValue(), rendered.get(member.getKey())))
                .map(member -> new FieldDiff(
                        "spec." + member.getKey(),
                        Optional.of(TreeDiff.print(member.getValue())),
                        rendered.get(member.getKey()).map(TreeDiff::print)))
                .toList();
    }

    private static boolean isMore(JsonValue live, Optional<JsonValue> rendered) {
        return rendered.isEmpty()
                || (live instanceof JsonArray items
                        && rendered.get() instanceof JsonArray wanted
                        && items.size() > wanted.size());
    }

    /** Whether there still are some after a change was applied. */
    public static boolean remain(Change applied, JsonObject answered) {
        return applied.handling().has(Trait.EXACT)
                && applied.manifest().stream()
                        .anyMatch(wanted -> !in(answered, wanted).isEmpty());
    }
}
