package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of Go's text templates, and of Helm's functions, as the chart uses; anything else fails. */
final class Templates {
    private static final Pattern ACTION = Pattern.compile("\\{\\{(-?) ((?:`[^`]*`|(?!\\}\\}).)*) \\}\\}");
    private static final Pattern WORD = Pattern.compile("`[^`]*`|\"[^\"]*\"|\\S+");

    private final JsonObject root;
    private final List<String> parts = new ArrayList<>();
    private int at;

    private Templates(String template, JsonObject root) {
        this.root = root;
        var match = ACTION.matcher(template);
        var from = 0;
        while (match.find()) {
            var text = template.substring(from, match.start());
            parts.add(match.group(1).isEmpty() ? text : text.stripTrailing());
            parts.add(match.group(2));
            from = match.end();
        }
        parts.add(template.substring(from));
    }

    /** @param root {@code Values}, {@code Release} and {@code Chart} */
    static String render(String template, JsonObject root) {
        var templates = new Templates(template, root);
        var text = templates.block(root, true);
        if (templates.at < templates.parts.size()) {
            throw new IllegalArgumentException("left over: " + templates.parts.get(templates.at));
        }
        return text;
    }

    /** Up to the action that ends it, which is then the current part. */
    private String block(JsonValue dot, boolean wanted) {
        var out = new StringBuilder();
        while (true) {
            out.append(parts.get(at++));
            if (at == parts.size()
                    || parts.get(at).equals("end")
                    || parts.get(at).equals("else")) {
                return wanted ? out.toString() : "";
            }
            out.append(action(parts.get(at++), dot, wanted));
        }
    }

    private String action(String action, JsonValue dot, boolean wanted) {
        var words = WORD.matcher(action).results().map(match -> match.group()).toList();
        var value = List.of("if", "with", "range").contains(words.get(0))
                ? evaluate(words.subList(1, words.size()), dot)
                : null;
        if (value == null) {
            return wanted ? text(evaluate(words, dot)) : "";
        }
        var begin = at;
        var out = new StringBuilder();
        if (words.get(0).equals("range")) {
            for (var item : value.asArray().orElseThrow().stream().toList()) {
                at = begin;
                out.append(block(item, wanted));
            }
        }
        at = begin;
        var body = block(words.get(0).equals("with") ? value : dot, wanted && holds(value));
        out.append(words.get(0).equals("range") ? "" : body);
        if (parts.get(at).equals("else")) {
            at++;
            out.append(block(dot, wanted && !holds(value)));
        }
        at++;
        return out.toString();
    }

    private JsonValue evaluate(List<String> words, JsonValue dot) {
        var pipe = words.indexOf("|");
        if (pipe > 0) {
            var value = text(evaluate(words.subList(0, pipe), dot));
            if (!words.get(pipe + 1).equals("nindent")) {
                throw new IllegalArgumentException("unknown: " + words);
            }
            return JsonValue.of("\n"
                    + value.stripTrailing()
                            .indent(Integer.parseInt(words.get(pipe + 2)))
                            .stripTrailing());
        }
        var values = words.stream()
                .skip(words.size() == 1 ? 0 : 1)
                .map(word -> value(word, dot))
                .toList();
        return words.size() == 1
                ? values.get(0)
                : switch (words.get(0)) {
                    case "quote" -> JsonValue.of('"' + text(values.get(0)) + '"');
                    case "toYaml" -> JsonValue.of(values.get(0).toYaml());
                    case "default" -> holds(values.get(1)) ? values.get(1) : values.get(0);
                    case "ternary" -> holds(values.get(2)) ? values.get(0) : values.get(1);
                    case "join" ->
                        JsonValue.of(values.get(1).asArray().orElseThrow().texts().stream()
                                .collect(Collectors.joining(text(values.get(0)))));
                    default -> throw new IllegalArgumentException("unknown: " + words);
                };
    }

    private JsonValue value(String word, JsonValue dot) {
        if (word.startsWith("`") || word.startsWith("\"")) {
            return JsonValue.of(word.substring(1, word.length() - 1));
        } else if (word.equals(".")) {
            return dot;
        } else if (word.startsWith("$.")) {
            return root.get(word.substring(2).split("\\."))
                    .orElseThrow(() -> new IllegalArgumentException("no " + word));
        }
        throw new IllegalArgumentException("unknown: " + word);
    }

    private static boolean holds(JsonValue value) {
        return !(value instanceof JsonArray array && array.isEmpty()
                || value instanceof JsonObject object && object.isEmpty()
                || value.equals(JsonValue.of(""))
                || value.equals(JsonValue.of(false)));
    }

    private static String text(JsonValue value) {
        return value.asText().orElseGet(value::toJson);
    }
}
