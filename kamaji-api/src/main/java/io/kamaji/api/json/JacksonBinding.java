package io.kamaji.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** How {@link JsonValue} is read and written with Jackson; the only place that knows both. */
final class JacksonBinding {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .stringQuotingChecker(new YamlQuoting())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    private JacksonBinding() {}

    static JsonValue parse(String text) {
        var start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            try {
                return of(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                return parseYaml(text); // flow style
            }
        }
        return parseYaml(text);
    }

    private static JsonValue parseYaml(String text) {
        try {
            return of(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("neither JSON nor YAML: " + e.getMessage(), e);
        }
    }

    static List<JsonValue> parseAll(String text) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            var values = new ArrayList<JsonValue>();
            documents.forEachRemaining(node -> values.add(of(node)));
            // An empty document comes as null or as an empty text.
            values.removeIf(value -> value == JsonValue.NULL || value.equals(JsonValue.of("")));
            return values;
        } catch (IOException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        }
    }

    static String json(JsonValue value) {
        return write(JSON, value);
    }

    static String yaml(JsonValue value) {
        return write(YAML, value);
    }

    private static String write(ObjectMapper mapper, JsonValue value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonValue of(JsonNode node) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, JsonValue>();
            node.properties().forEach(member -> members.put(member.getKey(), of(member.getValue())));
            return new JsonObject(members);
        } else if (node.isArray()) {
            var items = new ArrayList<JsonValue>();
            node.forEach(item -> items.add(of(item)));
            return new JsonArray(items);
        } else if (node.isNumber()) {
            return new JsonValue.Numeric(
                    node.isIntegralNumber() ? new BigDecimal(node.bigIntegerValue()) : node.decimalValue());
        } else if (node.isBoolean()) {
            return new JsonValue.Bool(node.booleanValue());
        } else {
            return node.isTextual() ? new JsonValue.Text(node.textValue()) : JsonValue.NULL;
        }
    }

    static final class Reader extends StdDeserializer<JsonValue> {
        Reader() {
            super(JsonValue.class);
        }

        @Override
        public JsonValue deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return of(context.readTree(parser));
        }

        @Override
        public JsonValue getNullValue(DeserializationContext context) {
            return JsonValue.NULL;
        }
    }

    static final class Writer extends StdSerializer<JsonValue> {
        Writer() {
            super(JsonValue.class);
        }

        @Override
        public void serialize(JsonValue value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value instanceof JsonObject object) {
                out.writeStartObject();
                for (var member : object.members().entrySet()) {
                    out.writeFieldName(member.getKey());
                    serialize(member.getValue(), out, provider);
                }
                out.writeEndObject();
            } else if (value instanceof JsonArray array) {
                out.writeStartArray();
                for (var item : array) {
                    serialize(item, out, provider);
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
    }
}
