package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Containers of a spec that mount none but its own volumes: the others hold the tenant's keys and its account in the store. One
 * that is named as the control plane's is that one, volumes and all.
 */
record MountDemand() implements Demand {
    private static final List<String> CONTAINERS = List.of("additionalContainers", "additionalInitContainers");
    private static final String SHARED = "kine";
    private static final List<String> MOUNTS = List.of("volumeMounts", "volumeDevices");

    @Override
    public void judge(JsonValue value, Out out) {
        var pod = value.asObject().orElse(JsonObject.EMPTY);
        var own = pod.array("additionalVolumes")
                .objects()
                .flatMap(volume -> volume.text("name").stream())
                .collect(Collectors.toSet());
        for (var list : CONTAINERS) {
            SpecPath.parse(list + "[].name").each(pod, (path, given, name) -> {
                if (SpecPath.text(name).equals(SHARED)) {
                    out.add("." + path, given, "must not be a container of the control plane");
                }
            });
            for (var mounts : MOUNTS) {
                SpecPath.parse(list + "[]." + mounts + "[].name").each(pod, (path, given, name) -> {
                    if (!own.contains(SpecPath.text(name))) {
                        out.add("." + path, given, "must be a volume of the spec's own");
                    }
                });
            }
        }
    }

    @Override
    public Optional<String> cel(String value) {
        var own = value + ".?additionalVolumes.orValue([]).exists(o, o.name == m.name)";
        return Optional.of(CONTAINERS.stream()
                .map(list -> value + ".?" + list + ".orValue([]).all(c, c.?name.orValue('') != '" + SHARED + "'"
                        + MOUNTS.stream()
                                .map(mounts -> " && c.?" + mounts + ".orValue([]).all(m, " + own + ")")
                                .collect(Collectors.joining())
                        + ")")
                .collect(Collectors.joining(" && ", "(", ")")));
    }

    @Override
    public String message() {
        return "must mount its own only";
    }
}
