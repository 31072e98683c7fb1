package io.kamaji.testkit.simulator.internal.merge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An apply that would change fields that others own. */
public final class FieldConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Cause> causes;

    /** One field and who owns it. */
    public record Cause(String message, String field) {}

    private FieldConflict(String message, List<Cause> causes) {
        super(message, null, false, false);
        this.causes = causes;
    }

    /** The conflict over these fields, by owner. */
    static FieldConflict of(Map<FieldOwner, FieldSet> conflicts) {
        var byOwner = new TreeMap<String, List<String>>();
        conflicts.forEach((owner, set) -> byOwner.computeIfAbsent(owner.display(), name -> new ArrayList<>())
                .addAll(set.paths()));
        byOwner.values().forEach(Collections::sort);
        var causes = new ArrayList<Cause>();
        byOwner.forEach((owner, paths) -> paths.forEach(path -> causes.add(new Cause("conflict with " + owner, path))));
        return new FieldConflict(message(byOwner, causes.size()), List.copyOf(causes));
    }

    private static String message(Map<String, List<String>> byOwner, int count) {
        if (count == 1) {
            var only = byOwner.entrySet().iterator().next();
            return "Apply failed with 1 conflict: conflict with " + only.getKey() + ": "
                    + only.getValue().get(0);
        }
        var text = new StringBuilder("Apply failed with " + count + " conflicts: ");
        var parts = new ArrayList<String>();
        byOwner.forEach((owner, paths) -> parts.add("conflicts with " + owner + ":\n- " + String.join("\n- ", paths)));
        return text.append(String.join("\n", parts)).toString();
    }

    public List<Cause> causes() {
        return causes;
    }
}
