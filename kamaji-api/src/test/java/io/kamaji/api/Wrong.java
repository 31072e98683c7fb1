package io.kamaji.api;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;

/** One wrong input: a sample with some members set to something else, and exactly the violations that this gives. */
record Wrong(String what, JsonObject document, List<Violation> expected) {

    /** Sets a member (dotted path) to a value in YAML; {@code null} takes it away. */
    static Wrong of(String sample, String path, String yaml) {
        return new Wrong(path + " = " + yaml, JsonObject.parse(Samples.text(sample)), List.of()).and(path, yaml);
    }

    static Wrong minimal(String path, String yaml) {
        return of("tenant-minimal", path, yaml);
    }

    Wrong and(String path, String yaml) {
        return new Wrong(
                what + ", " + path + " = " + yaml,
                document.withAt(List.of(path.split("\\.")), JsonValue.parse(yaml)),
                expected);
    }

    /** One more violation that is expected; the value in YAML. */
    Wrong gives(String path, String yaml, String message) {
        var more = new ArrayList<>(expected);
        more.add(new Violation(path, JsonValue.parse(yaml), message));
        return new Wrong(what, document, more);
    }

    /** The violation is at the path that was changed, and its value is what it was changed to. */
    Wrong gives(String message) {
        var path = what.substring(0, what.indexOf(" = "));
        return gives(
                path, document.get(path.split("\\.")).orElse(JsonValue.NULL).toJson(), message);
    }

    List<Violation> actual() {
        try {
            return document.text("kind").orElse("").equals("TenantControlPlane")
                    ? TenantControlPlane.of(document).validate()
                    : document.text("kind").orElse("").equals("DataStore")
                            ? DataStore.of(document).validate()
                            : KubeconfigGenerator.of(document).validate();
        } catch (InvalidSpecException e) {
            return e.violations();
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
