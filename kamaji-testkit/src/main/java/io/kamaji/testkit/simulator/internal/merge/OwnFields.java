package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import java.util.List;

/** The paths that an object says something about: what an applier comes to own. */
public final class OwnFields {
    private OwnFields() {}

    /**
     * @throws IllegalArgumentException if an item of a keyed list has no key
     */
    public static FieldSet of(JsonObject object, Shape shape) {
        var collector = new Collector();
        visit(object, shape, List.of(), collector);
        return collector.set();
    }

    private static void visit(JsonValue value, Shape declared, List<PathElement> path, Collector out) {
        var shape = declared.of(value);
        if (shape.isLeaf()) {
            out.add(path);
        } else if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> {
                var at = Collector.plus(path, PathElement.field(name));
                visit(member, shape.member(name), at, out);
                if (member instanceof JsonValue.Null || JsonObject.EMPTY.equals(member) || !shape.declares(name)) {
                    out.add(at);
                }
            });
        } else if (value instanceof JsonArray array && shape instanceof ListOf list) {
            array.forEach(item -> {
                var at = Collector.plus(path, PathElement.item(list, item));
                visit(item, list.items(), at, out);
                out.add(at);
            });
        }
    }
}
