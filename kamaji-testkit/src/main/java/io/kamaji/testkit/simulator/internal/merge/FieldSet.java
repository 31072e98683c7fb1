package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * A set of paths of an object, as managedFields lists them (FieldsV1). A path may be in the set without the paths below it,
 * and the other way round. Immutable and thread-safe.
 *
 * @param members the steps that are in the set themselves
 * @param children what is in the set below a step; never empty sets
 */
public record FieldSet(SortedSet<PathElement> members, SortedMap<PathElement, FieldSet> children) {

    /** No path. */
    public static final FieldSet EMPTY = new FieldSet(new TreeSet<>(), new TreeMap<>());

    public FieldSet {
        members = Collections.unmodifiableSortedSet(members);
        children = Collections.unmodifiableSortedMap(children);
    }

    /** The set of one path. */
    public static FieldSet of(List<PathElement> path) {
        var members = new TreeSet<PathElement>();
        var children = new TreeMap<PathElement, FieldSet>();
        if (path.size() == 1) {
            members.add(path.get(0));
        } else if (path.size() > 1) {
            children.put(path.get(0), of(path.subList(1, path.size())));
        }
        return new FieldSet(members, children);
    }

    /** The set of one path of fields, such as {@code metadata, name}. */
    public static FieldSet ofFields(String... names) {
        return of(List.of(names).stream().map(PathElement::field).toList());
    }

    /** Reads FieldsV1. */
    public static FieldSet parse(JsonObject fields) {
        var members = new TreeSet<PathElement>();
        var children = new TreeMap<PathElement, FieldSet>();
        fields.members().forEach((code, value) -> {
            if (!code.equals(".")) {
                var step = new PathElement(code);
                var below = value.asObject().orElse(JsonObject.EMPTY);
                if (below.isEmpty() || below.has(".")) {
                    members.add(step);
                }
                var set = parse(below);
                if (!set.isEmpty()) {
                    children.put(step, set);
                }
            }
        });
        return new FieldSet(members, children);
    }

    /** FieldsV1. */
    public JsonObject toJson() {
        var steps = new TreeSet<>(members);
        steps.addAll(children.keySet());
        var json = new java.util.LinkedHashMap<String, JsonValue>();
        for (var step : steps) {
            var below = at(step).toJson();
            var self = members.contains(step) && !below.isEmpty()
                    ? JsonObject.of(".", JsonObject.EMPTY)
                    : JsonObject.EMPTY;
            json.put(step.code(), self.plus(below));
        }
        return new JsonObject(json);
    }

    public boolean isEmpty() {
        return members.isEmpty() && children.isEmpty();
    }

    /** What is in the set below a step. */
    public FieldSet at(PathElement step) {
        return children.getOrDefault(step, EMPTY);
    }

    /** Whether a step of this level is in the set itself. */
    public boolean has(PathElement step) {
        return members.contains(step);
    }

    public FieldSet union(FieldSet other) {
        var all = new TreeSet<>(members);
        all.addAll(other.members);
        return new FieldSet(all, combine(other, true, FieldSet::union));
    }

    public FieldSet intersection(FieldSet other) {
        var both = new TreeSet<>(members);
        both.retainAll(other.members);
        return new FieldSet(both, combine(other, false, FieldSet::intersection));
    }

    /** The paths of this set that are not in the other. */
    public FieldSet difference(FieldSet other) {
        var rest = new TreeSet<>(members);
        rest.removeAll(other.members);
        return new FieldSet(rest, combine(other, false, FieldSet::difference));
    }

    /** The paths of this set that are neither in the other nor below a path of it. */
    public FieldSet withoutTreesOf(FieldSet other) {
        var rest = new TreeSet<>(members);
        rest.removeAll(other.members);
        var below = combine(other, false, FieldSet::withoutTreesOf);
        below.keySet().removeAll(other.members);
        return new FieldSet(rest, below);
    }

    private TreeMap<PathElement, FieldSet> combine(
            FieldSet other, boolean theirsToo, BinaryOperator<FieldSet> operation) {
        var result = new TreeMap<PathElement, FieldSet>();
        var steps = new TreeSet<>(children.keySet());
        if (theirsToo) {
            steps.addAll(other.children.keySet());
        }
        for (var step : steps) {
            var set = operation.apply(at(step), other.at(step));
            if (!set.isEmpty()) {
                result.put(step, set);
            }
        }
        return result;
    }

    /** This set plus the path of each declared field below which it has a path. */
    public FieldSet withDeclaredParents(Shape shape) {
        var all = new TreeSet<>(members);
        var below = new TreeMap<PathElement, FieldSet>();
        children.forEach((step, set) -> {
            if (step.isField() && shape.declares(step.name())) {
                all.add(step);
            }
            var inner = shape instanceof ListOf list
                    ? list.items()
                    : step.isField() ? shape.member(step.name()) : Shape.ANY;
            below.put(step, set.withDeclaredParents(inner));
        });
        return new FieldSet(all, below);
    }

    /** Each path as messages print it, {@code .spec.ports[port=80,protocol="TCP"].name}, in order. */
    public List<String> paths() {
        var paths = new ArrayList<String>();
        var steps = new TreeSet<>(members);
        steps.addAll(children.keySet());
        for (var step : steps) {
            if (members.contains(step)) {
                paths.add(step.display());
            }
            at(step).paths().forEach(path -> paths.add(step.display() + path));
        }
        return paths;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && members.equals(set.members) && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(members, children);
    }

    @Override
    public String toString() {
        return String.join(" ", paths());
    }
}
