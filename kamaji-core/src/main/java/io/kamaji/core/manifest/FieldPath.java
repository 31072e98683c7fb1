package io.kamaji.core.manifest;

/** Writes paths of fields: {@code spec.containers[kine].args}; names with a dot or slash in brackets. */
public final class FieldPath {
    private FieldPath() {}

    public static String member(String at, String name) {
        return name.matches("[A-Za-z0-9_-]+") ? (at.isEmpty() ? name : at + "." + name) : item(at, name);
    }

    public static String item(String at, String label) {
        return at + "[" + label + "]";
    }

    /** Whether one path is the other or lies below it. */
    public static boolean isUnder(String path, String above) {
        return path.startsWith(above)
                && (path.length() == above.length() || ".[".indexOf(path.charAt(above.length())) >= 0);
    }
}
