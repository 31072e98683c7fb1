package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.slf4j.MDC;

/** One JSON object a line: time, level, logger, message, what the thread works on, and the failure with its stack. */
final class JsonLines extends Formatter {
    private static final Map<Integer, String> LEVELS = Map.of(
            Level.SEVERE.intValue(), "error",
            Level.WARNING.intValue(), "warn",
            Level.INFO.intValue(), "info",
            Level.FINE.intValue(), "debug");

    /** Sends all logs of this process to standard output. */
    static void install(Level level) {
        LogManager.getLogManager().reset();
        var root = Logger.getLogger("");
        var handler = new StreamHandler(System.out, new JsonLines()) {
            @Override
            public synchronized void publish(LogRecord entry) {
                super.publish(entry);
                flush();
            }
        };
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        Logger.getLogger("io.kamaji").setLevel(level);
    }

    @Override
    public String format(LogRecord entry) {
        var line = JsonObject.of(
                "ts", entry.getInstant().toString(),
                "level", LEVELS.getOrDefault(entry.getLevel().intValue(), "trace"),
                "logger", entry.getLoggerName(),
                "msg", formatMessage(entry));
        for (var context :
                Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()).entrySet()) {
            line = line.with(context.getKey(), context.getValue());
        }
        return (entry.getThrown() == null ? line : line.with("error", stack(entry.getThrown()))).toJson() + "\n";
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
