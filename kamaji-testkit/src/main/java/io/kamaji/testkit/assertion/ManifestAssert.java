package io.kamaji.testkit.assertion;

import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.Manifest;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one object; a failure names the object and shows no Secret's data. */
public final class ManifestAssert extends AbstractAssert<ManifestAssert, Manifest> {

    ManifestAssert(Manifest actual) {
        super(actual, ManifestAssert.class);
    }

    /** The value at a path of member names is this: a text, number, boolean, list or map. */
    public ManifestAssert hasField(Object value, String... path) {
        isNotNull();
        var found = actual.tree().get(path);
        if (!found.equals(Optional.of(JsonValue.of(value)))) {
            failWithMessage(
                    "Expected %s of %s to be %s, but it is %s",
                    String.join(".", path),
                    actual,
                    value,
                    actual.isSecret()
                            ? "another"
                            : found.map(JsonValue::toString).orElse("not there"));
        }
        return this;
    }

    public ManifestAssert hasLabel(String name, String value) {
        return hasField(value, "metadata", "labels", name);
    }

    /** A container, sidecar or init container of its pod template has this argument. */
    public ManifestAssert hasArgument(String container, String argument) {
        isNotNull();
        var pod = actual.tree().object("spec", "template", "spec");
        var arguments = java.util.stream.Stream.of("containers", "initContainers")
                .flatMap(place -> pod.array(place).objects())
                .filter(each -> each.text("name").equals(Optional.of(container)))
                .flatMap(each -> java.util.stream.Stream.of("command", "args")
                        .flatMap(part -> each.array(part).texts().stream()))
                .toList();
        if (!arguments.contains(argument)) {
            failWithMessage("Expected container %s of %s to have %s among %s", container, actual, argument, arguments);
        }
        return this;
    }
}
