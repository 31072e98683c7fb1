package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @Test
    void format_messageOfSeveralLinesWithFailure_isOneLineOfJson() {
        var entry = new LogRecord(Level.WARNING, "first \"line\"\nsecond");
        entry.setLoggerName("io.kamaji.test");
        entry.setThrown(new IllegalStateException("broken"));

        var line = new JsonLines().format(entry);

        assertThat(line).endsWith("\n").doesNotContain("\n\n");
        assertThat(line.strip().lines()).hasSize(1);
        var json = JsonObject.parse(line);
        assertThat(json.text("level")).contains("warn");
        assertThat(json.text("logger")).contains("io.kamaji.test");
        assertThat(json.text("msg")).contains("first \"line\"\nsecond");
        assertThat(json.text("error").orElseThrow()).contains("IllegalStateException: broken", "JsonLinesTest");
    }
}
