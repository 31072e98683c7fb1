package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Containers of a spec that mount none but its own volumes: the others hold the tenant's keys and its account in the store. */
record MountDemand() implements Demand {
    private static final List<String> CONTAINERS = List.of("additionalContainers", "additionalInitContainers");
    private static final List<String> MOUNTS = List.of("volumeMounts", "volumeDevices");

    @Override
    public void judge(JsonValue value, Out out) {
        var pod = value.asObject().orElse(JsonObject.EMPTY);
        var own = pod.array("additionalVolumes")
                .objects()
                .flatMap(volume -> volume.text("name").stream())
                .collect(Collectors.toSet());
        for (var list : CONTAINERS) {
            for (var mounts : MOUNTS) {
                SpecPath.parse(list + "[]." + mounts + "[].name").each(pod, (path, given, name) -> {
                    if (!own.contains(SpecPath.text(name))) {
                        out.add("." + path, given, message());
                    }
                });
            }
        }
    }

    @Override
    public Optional<String> cel(String value) {
        var own = value + ".?additionalVolumes.orValue([]).exists(o, o.name == m.name)";
        return Optional.of(CONTAINERS.stream()
                .flatMap(list -> MOUNTS.stream()
                        .map(mounts -> value + ".?" + list + ".orValue([]).all(c, c.?" + mounts + ".orValue([]).all(m, "
                                + own + "))"))
                .collect(Collectors.joining(" && ", "(", ")")));
    }

    @Override
    public String message() {
        return "must be a volume of the spec's own";
    }
}
