package io.kamaji.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** {@link JsonValue} as text: read from JSON, written as JSON and YAML, token by token. */
final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            // Names that are made to collide cost time then, and not an exception of another kind.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.NESTING)
                    .maxTokenCount(JsonLimits.TOKENS)
                    .maxNumberLength(JsonLimits.NUMBER_LENGTH)
                    .build())
            .build();

    private JsonText() {}

    /** @throws IOException if the text is not one JSON document */
    static JsonValue parse(String text) throws IOException {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            var value = read(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one document");
            }
            return value;
        }
    }

    /** The value that begins at the parser's current token; the parser is left at its last one. */
    static JsonValue read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                var items = new ArrayList<JsonValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield items.isEmpty() ? JsonArray.EMPTY : new JsonArray(items);
            }
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeric(parser.getDecimalValue());
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> JsonValue.NULL;
            default -> throw new JsonParseException(parser, "not a value: " + parser.currentToken());
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        var members = new LinkedHashMap<String, JsonValue>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            if (members.put(name, read(parser)) != null) {
                throw new JsonParseException(parser, "\"" + name + "\" is there twice");
            }
        }
        return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
    }

    static String json(JsonValue value) {
        return write(JSON, value);
    }

    static String yaml(JsonValue value) {
        return write(Yaml.FACTORY, value);
    }

    private static String write(JsonFactory factory, JsonValue value) {
        var text = new StringWriter();
        try (var out = factory.createGenerator(text)) {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static void write(JsonValue value, JsonGenerator out) throws IOException {
        if (value instanceof JsonObject object) {
            out.writeStartObject();
            for (var member : object.members().entrySet()) {
                out.writeFieldName(member.getKey());
                write(member.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof JsonArray array) {
            out.writeStartArray();
            for (var item : array) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof JsonValue.Text text) {
            writeText(text.value(), out);
        } else if (value instanceof JsonValue.Bool bool) {
            out.writeBoolean(bool.value());
        } else if (value instanceof JsonValue.Numeric number) {
            writeNumber(number.value(), out);
        } else {
            out.writeNull();
        }
    }

    /** Jackson writes every text of several lines as a block, and some blocks come back as another text. */
    private static void writeText(String text, JsonGenerator out) throws IOException {
        if (out instanceof YAMLGenerator yaml && text.indexOf('\n') >= 0 && !YamlQuoting.isBlock(text)) {
            yaml.disable(YAMLGenerator.Feature.MINIMIZE_QUOTES).disable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE);
            out.writeString(text);
            yaml.enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE);
        } else {
            out.writeString(text);
        }
    }

    private static void writeNumber(BigDecimal number, JsonGenerator out) throws IOException {
        if (number.scale() == 0) {
            out.writeNumber(number.toBigInteger());
        } else {
            out.writeNumber(number);
        }
    }

    /** Made when the first YAML is written. */
    private static final class Yaml {
        static final YAMLFactory FACTORY = YAMLFactory.builder()
                .stringQuotingChecker(new YamlQuoting())
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                .build();
    }
}
