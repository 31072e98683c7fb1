package io.kamaji.api.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a YAML stream as kubectl does: aliases and merge keys are resolved, a member of a merged mapping replaces one that stands
 * before the merge key. Unlike there a name is taken as it is written ({@code y} is no boolean), and a name that comes twice is
 * refused. An alias shares the value that it stands for, but is counted as a copy. Source: sigs.k8s.io/yaml.
 */
final class YamlReader {
    /** A value with a name, and how much of the limits it takes. */
    private record Anchored(JsonValue value, int tokens, int characters) {}

    private final ParserImpl events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int depth;
    private int tokens;
    private int characters;

    private YamlReader(String text) {
        this.events = new ParserImpl(new StreamReader(text), new LoaderOptions());
    }

    /**
     * All documents that are not empty.
     *
     * @throws IllegalArgumentException with line and column, but without the text that stands there
     */
    static List<JsonValue> readAll(String text) {
        if (text.length() > JsonLimits.YAML_CHARACTERS) {
            throw new IllegalArgumentException("longer than " + JsonLimits.YAML_CHARACTERS + " characters");
        }
        try {
            return new YamlReader(text).documents();
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException("neither JSON nor YAML: " + at(e.getProblemMark()) + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("neither JSON nor YAML: " + e.getMessage(), e);
        }
    }

    private List<JsonValue> documents() {
        var documents = new ArrayList<JsonValue>();
        events.getEvent();
        while (events.getEvent().is(Event.ID.DocumentStart)) {
            documents.add(value(events.getEvent()));
            anchors.clear();
            if (!(events.getEvent() instanceof DocumentEndEvent)) {
                throw new IllegalStateException("a document of several values");
            }
        }
        documents.removeIf(document -> document == JsonValue.NULL);
        return documents;
    }

    private JsonValue value(Event event) {
        if (event instanceof AliasEvent alias) {
            return resolve(alias);
        }
        int tokensBefore = tokens;
        int charactersBefore = characters;
        JsonValue value;
        if (event instanceof MappingStartEvent) {
            value = nested(event, this::mapping);
        } else if (event instanceof SequenceStartEvent) {
            value = nested(event, this::sequence);
        } else {
            var scalar = (ScalarEvent) event;
            count(1, scalar.getValue().length() + 1, event);
            value = YamlScalar.value(scalar);
        }
        var name = ((NodeEvent) event).getAnchor();
        if (name != null) {
            anchors.put(name, new Anchored(value, tokens - tokensBefore, characters - charactersBefore));
        }
        return value;
    }

    private JsonValue resolve(AliasEvent alias) {
        var anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw refused(alias, "there is no anchor &" + alias.getAnchor() + " that ends before");
        }
        count(anchored.tokens, anchored.characters, alias);
        return anchored.value;
    }

    private interface Inner {
        JsonValue read();
    }

    private JsonValue nested(Event start, Inner inner) {
        count(2, 2, start);
        if (++depth > JsonLimits.NESTING) {
            throw refused(start, "nested more than " + JsonLimits.NESTING + " deep");
        }
        var value = inner.read();
        depth--;
        return value;
    }

    private JsonValue sequence() {
        var items = new ArrayList<JsonValue>();
        for (var event = events.getEvent(); !event.is(Event.ID.SequenceEnd); event = events.getEvent()) {
            items.add(value(event));
        }
        return items.isEmpty() ? JsonArray.EMPTY : new JsonArray(items);
    }

    private JsonValue mapping() {
        var members = new LinkedHashMap<String, JsonValue>();
        var given = new HashSet<String>();
        for (var key = events.getEvent(); !key.is(Event.ID.MappingEnd); key = events.getEvent()) {
            if (YamlScalar.isMerge(key)) {
                merge(key, value(events.getEvent()), members);
                continue;
            }
            var name = name(key);
            if (!given.add(name)) {
                throw refused(key, "\"" + name + "\" is there twice");
            }
            members.put(name, value(events.getEvent()));
        }
        return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
    }

    private String name(Event key) {
        var value = value(key);
        if (value == JsonValue.NULL || value instanceof JsonObject || value instanceof JsonArray) {
            throw refused(key, "a name must be a string");
        }
        return key instanceof ScalarEvent scalar
                ? scalar.getValue()
                : value.asText().orElseGet(value::toJson);
    }

    private static void merge(Event key, JsonValue merged, Map<String, JsonValue> members) {
        if (merged instanceof JsonObject object) {
            members.putAll(object.members());
            return;
        }
        var list = merged.asArray().orElseThrow(() -> notMerged(key)).items();
        for (int i = list.size() - 1; i >= 0; i--) { // the first one wins
            members.putAll(
                    list.get(i).asObject().orElseThrow(() -> notMerged(key)).members());
        }
    }

    private static IllegalArgumentException notMerged(Event key) {
        return refused(key, "<< takes a mapping or a list of mappings");
    }

    private void count(int moreTokens, int moreCharacters, Event event) {
        tokens += moreTokens;
        characters += moreCharacters;
        if (tokens > JsonLimits.TOKENS) {
            throw refused(event, "more than " + JsonLimits.TOKENS + " values, with what the aliases stand for");
        } else if (characters > JsonLimits.YAML_CHARACTERS) {
            throw refused(
                    event, "more than " + JsonLimits.YAML_CHARACTERS + " characters, with what the aliases stand for");
        }
    }

    static IllegalArgumentException refused(Event event, String why) {
        return new IllegalArgumentException(at(event.getStartMark()) + why);
    }

    private static String at(Mark mark) {
        return mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    }
}
