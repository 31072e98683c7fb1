package io.kamaji.api.boundary;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Registry settings of which each image comes from a repository that matches a pattern. */
record ImageDemand(List<String> patterns) implements Demand {
    private static final String REGISTRY = "registry.k8s.io";
    private static final List<String> COMPONENTS =
            List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    private static String member(String component) {
        return switch (component) {
            case "kube-apiserver" -> "apiServerImage";
            case "kube-controller-manager" -> "controllerManagerImage";
            default -> "schedulerImage";
        };
    }

    @Override
    public void judge(JsonValue value, Out out) {
        var settings = value.asObject().orElse(JsonObject.EMPTY);
        var registry = settings.text("registry").orElse(REGISTRY);
        for (var component : COMPONENTS) {
            var image = registry + "/" + settings.text(member(component)).orElse(component);
            if (!Glob.matches(patterns, repository(image, settings))) {
                var own = settings.text(member(component)).filter(name -> !name.equals(component));
                out.add(
                        own.isPresent() ? "." + member(component) : ".registry",
                        JsonValue.of(own.orElse(registry)),
                        message());
            }
        }
    }

    /** What follows a tag would begin another image: {@code :evil@sha256…} in a name or a suffix. */
    private static String repository(String image, JsonObject settings) {
        var suffix = settings.text("tagSuffix").orElse("");
        return suffix.contains("@") ? image + suffix : image;
    }

    @Override
    public Optional<String> cel(String value) {
        var all = COMPONENTS.stream()
                .map(component -> Glob.cel(
                        patterns,
                        "(" + value + ".?registry.orValue('" + REGISTRY + "') + '/' + " + value + ".?"
                                + member(component) + ".orValue('" + component + "'))"))
                .toList();
        return Optional.of("(" + String.join(" && ", all) + ")");
    }

    @Override
    public String message() {
        return "must make images of " + String.join(", ", patterns);
    }
}
