package io.kamaji.core.component;

import java.util.List;
import java.util.Set;

/**
 * What of an object is left to others once it is there. Default: nothing, so that whatever is rendered is put back.
 * Immutable. Does not hold for Secrets, which are always enforced.
 *
 * @param createdOnce the object is made where it is missing and never written again
 * @param fields paths such as {@code spec.replicas}: each is ours until another manager of the object sets it, and theirs
 *     from then on; a field that they remove again, or an object that they delete, comes back as rendered
 */
public record Sharing(boolean createdOnce, Set<String> fields) {
    /** All that is rendered is ours. */
    public static final Sharing ENFORCED = new Sharing(false, Set.of());

    /** Made once, then somebody else's business, but for its end: it is deleted when it is no longer rendered. */
    public static final Sharing CREATED_ONCE = new Sharing(true, Set.of());

    public Sharing {
        fields = Set.copyOf(fields);
    }

    /** Ours but for these fields, if somebody else sets them; members only, no items of lists. */
    public static Sharing merged(String... fields) {
        return new Sharing(false, Set.of(fields));
    }

    /** The fields as lists of names. */
    public List<List<String>> paths() {
        return fields.stream().sorted().map(path -> List.of(path.split("\\."))).toList();
    }
}
