package io.kamaji.examples.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param kubeconfig of the admin cluster
 * @param dataStore a file with the DataStore of the tenants
 * @param namespace of the tenants; made if it is not there
 * @param version of Kubernetes
 * @param tenants how many of each profile
 * @param settle how long they are left alone before they are measured
 * @param over how long they are measured
 * @param earlier files that earlier runs saved, to be shown beside this one
 * @param save where to save this one
 * @param report where to draw it, HTML
 * @param keep whether the tenants are left where they are
 */
record Options(
        Path kubeconfig,
        Path dataStore,
        String namespace,
        String version,
        Map<Profile, Integer> tenants,
        Duration settle,
        Duration over,
        List<Path> earlier,
        Optional<Path> save,
        Optional<Path> report,
        boolean keep) {
    private static final String USAGE = "--kubeconfig FILE --datastore FILE [--namespace fleet] [--version 1.36.3]"
            + " [--floor N] [--default N] [--economy N] [--settle 120] [--seconds 90] [--earlier FILE]… [--save FILE]"
            + " [--report FILE.html] [--keep]";

    static Options parse(String... args) {
        var values = new LinkedHashMap<String, String>();
        var earlier = new ArrayList<Path>();
        for (int i = 0; i < args.length; i++) {
            var name = args[i];
            if (name.equals("--keep")) {
                values.put(name, "true");
            } else if (!USAGE.contains(name + " ") || i + 1 == args.length) {
                throw new IllegalArgumentException(name + ": the options are " + USAGE);
            } else if (name.equals("--earlier")) {
                earlier.add(Path.of(args[++i]));
            } else {
                values.put(name, args[++i]);
            }
        }
        for (var needed : List.of("--kubeconfig", "--datastore")) {
            if (!values.containsKey(needed)) {
                throw new IllegalArgumentException(needed + " is missing; the options are " + USAGE);
            }
        }
        var tenants = new LinkedHashMap<Profile, Integer>();
        for (var profile : Profile.values()) {
            tenants.put(profile, Integer.valueOf(values.getOrDefault(profile.option(), "0")));
        }
        return new Options(
                Path.of(values.get("--kubeconfig")),
                Path.of(values.get("--datastore")),
                values.getOrDefault("--namespace", "fleet"),
                values.getOrDefault("--version", "1.36.3"),
                tenants,
                seconds(values.getOrDefault("--settle", "120")),
                seconds(values.getOrDefault("--seconds", "90")),
                List.copyOf(earlier),
                Optional.ofNullable(values.get("--save")).map(Path::of),
                Optional.ofNullable(values.get("--report")).map(Path::of),
                values.containsKey("--keep"));
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
