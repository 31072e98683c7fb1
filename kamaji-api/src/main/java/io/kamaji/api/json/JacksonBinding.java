package io.kamaji.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** {@link JsonValue} as a part of values that Jackson reads and writes. */
final class JacksonBinding {
    private JacksonBinding() {}

    static final class Reader extends StdDeserializer<JsonValue> {
        Reader() {
            super(JsonValue.class);
        }

        @Override
        public JsonValue deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return JsonText.read(parser);
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
            JsonText.write(value, out);
        }
    }
}
