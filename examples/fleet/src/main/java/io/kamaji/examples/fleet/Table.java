package io.kamaji.examples.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Measures as lines of text: each tenant, then what is in the middle of each profile, of this run and of earlier ones. */
final class Table {
    private static final String FORM = "%-28s %9s %8s %8s %8s %9s %7s %8s%n";
    private static final Object[] HEAD = {"", "ready s", "CPU mc", "RSS MiB", "own MiB", "writes/s", "keys", "restarts"
    };

    private Table() {}

    static String of(List<Measure> now, Map<String, List<Measure>> earlier) {
        var text = new StringBuilder(String.format(FORM, HEAD));
        now.forEach(measure -> text.append(line(measure.tenant(), List.of(measure))));
        var runs = new LinkedHashMap<String, List<Measure>>();
        runs.put("", now);
        runs.putAll(earlier);
        text.append(String.format("%nIn the middle:%n"));
        runs.forEach((run, measures) -> measures.stream()
                .collect(Collectors.groupingBy(Measure::profile, LinkedHashMap::new, Collectors.toList()))
                .forEach((profile, all) ->
                        text.append(line(profile + " ×" + all.size() + (run.isEmpty() ? "" : " " + run), all))));
        return text.toString();
    }

    private static String line(String name, List<Measure> of) {
        return String.format(
                Locale.ROOT,
                FORM,
                name,
                text(of, Measure::readyAfter, "%.1f"),
                text(of, Measure::millicores, "%.1f"),
                text(of, Measure::resident, "%.0f"),
                text(of, Measure::own, "%.0f"),
                text(of, Measure::writes, "%.2f"),
                text(of, Measure::keys, "%.0f"),
                text(of, Measure::restarts, "%.0f"));
    }

    private static String text(List<Measure> of, ToDoubleFunction<Measure> part, String form) {
        return String.format(Locale.ROOT, form, middle(of, part));
    }

    static double middle(List<Measure> of, ToDoubleFunction<Measure> part) {
        var sorted = of.stream().mapToDouble(part).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
