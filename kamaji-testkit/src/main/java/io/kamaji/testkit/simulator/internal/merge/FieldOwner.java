package io.kamaji.testkit.simulator.internal.merge;

/**
 * Who owns fields, and by which operation: an entry of managedFields without its fields.
 *
 * @param operation {@code Apply} or {@code Update}
 * @param subresource {@code status}, {@code scale}, or empty
 */
public record FieldOwner(String name, String operation, String apiVersion, String subresource) {
    public static FieldOwner applying(String name, String apiVersion, String subresource) {
        return new FieldOwner(name, "Apply", apiVersion, subresource);
    }

    public static FieldOwner updating(String name, String apiVersion, String subresource) {
        return new FieldOwner(name, "Update", apiVersion, subresource);
    }

    /** As messages of conflicts print it. */
    String display() {
        return '"'
                + name
                + '"'
                + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + '"')
                + (operation.equals("Update") ? " using " + apiVersion : "");
    }
}
