package io.kamaji.examples.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A page with what each tenant takes, the dearest first: its own memory and what it shares, CPU, writes. No script, no other file. */
final class Picture {
    private static final int BAR = 420;
    private static final int ROW = 22;

    /** A column of bars. */
    private record Column(String title, String colour, ToDoubleFunction<Measure> value, String form) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("memory of its own, MiB", "#3465a4", Measure::own, "%.0f"),
            new Column("memory with shared programs, MiB", "#9ab7d8", Measure::resident, "%.0f"),
            new Column("CPU, thousandths of a core", "#cc7a00", Measure::millicores, "%.1f"),
            new Column("writes a second", "#4e9a06", Measure::writes, "%.2f"));

    private Picture() {}

    static String of(List<Measure> measures) {
        var sorted = measures.stream()
                .sorted(Comparator.comparingDouble(Measure::own).reversed())
                .toList();
        var html = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>What the tenants cost</title>\n"
                + "<body style=\"font: 14px sans-serif; margin: 2em\"><h1>What " + measures.size()
                + " tenants cost while nobody uses them</h1>\n<p>"
                + format(
                        "In all: %.2f cores, %.1f GiB of memory of their own, %.1f writes a second.",
                        sum(measures, Measure::millicores) / 1000,
                        sum(measures, Measure::own) / 1024,
                        sum(measures, Measure::writes))
                + "</p>\n");
        COLUMNS.forEach(column -> html.append(bars(column, sorted)));
        return html.append("</body>\n").toString();
    }

    private static String bars(Column column, List<Measure> measures) {
        var most = measures.stream().mapToDouble(column.value).max().orElse(1);
        var svg = new StringBuilder(format(
                "<h2>%s</h2>\n<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n",
                column.title, 260 + BAR + 80, measures.size() * ROW + 4, column.title));
        for (int i = 0; i < measures.size(); i++) {
            var measure = measures.get(i);
            var value = column.value.applyAsDouble(measure);
            int y = i * ROW;
            svg.append(format(
                    "<text x=\"250\" y=\"%d\" text-anchor=\"end\">%s (%s)</text>"
                            + "<rect x=\"260\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\">" + column.form + "</text>\n",
                    y + 15,
                    escaped(measure.tenant()),
                    escaped(measure.profile()),
                    y + 3,
                    most == 0 ? 0 : BAR * value / most,
                    ROW - 6,
                    column.colour,
                    266 + (most == 0 ? 0 : BAR * value / most),
                    y + 15,
                    value));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double sum(List<Measure> measures, ToDoubleFunction<Measure> part) {
        return measures.stream().mapToDouble(part).sum();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
