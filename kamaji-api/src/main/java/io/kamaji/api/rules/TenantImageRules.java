package io.kamaji.api.rules;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to images, built whole from the parts that a spec gives: no kubelet pulls by one that is none. A row for each image,
 * with what stands for a part that is not given.
 */
final class TenantImageRules {
    private static final String SETTINGS = "spec.controlPlane.deployment.registrySettings.";
    private static final String ADDONS = "spec.addons.";
    private static final Pattern PART = Pattern.compile("\\{([^=}]+)=([^}]*)}");

    private static final String VERSION = "spec.kubernetes.version";
    private static final String UPSTREAM = "=registry.k8s.io}";

    private static final List<String> COMPOSED = List.of(
            controlPlane("apiServerImage", "kube-apiserver"),
            controlPlane("controllerManagerImage", "kube-controller-manager"),
            controlPlane("schedulerImage", "kube-scheduler"),
            "{" + ADDONS + "coreDNS.imageRepository" + UPSTREAM + "/coredns:{" + ADDONS + "coreDNS.imageTag=v1}",
            "{" + ADDONS + "kubeProxy.imageRepository" + UPSTREAM + "/kube-proxy:{" + VERSION + "=v1}",
            "{" + ADDONS + "konnectivity.server.image=proxy-server}:{" + ADDONS + "konnectivity.server.version=v0}",
            "{" + ADDONS + "konnectivity.agent.image=proxy-agent}:{" + ADDONS + "konnectivity.agent.version=v0}");

    private static final List<String> WHOLE = List.of(
            "spec.controlPlane.deployment.additionalContainers[].image",
            "spec.controlPlane.deployment.additionalInitContainers[].image");

    private TenantImageRules() {}

    private static String controlPlane(String part, String image) {
        return "{" + SETTINGS + "registry" + UPSTREAM + "/{" + SETTINGS + part + "=" + image + "}:{" + VERSION + "=v1}{"
                + SETTINGS + "tagSuffix=}";
    }

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var tree = tenant.tree();
        var parts = new LinkedHashMap<String, String>();
        for (var row : COMPOSED) {
            PART.matcher(row).results().map(part -> part.group(1)).forEach(path -> {
                var image = composed(
                        row, part -> part.equals(path) || part.equals(VERSION) ? given(tree, part) : Optional.empty());
                if (!path.equals(VERSION) && ImageReference.parse(image).isEmpty()) {
                    parts.putIfAbsent(path, image);
                }
            });
        }
        parts.forEach((path, image) ->
                found.add(path, given(tree, path), "makes " + image + ", which is no reference to an image"));
        WHOLE.forEach(list -> Places.each(
                tree,
                list,
                (path, image) -> image.asText()
                        .filter(text ->
                                !text.isEmpty() && ImageReference.parse(text).isEmpty())
                        .ifPresent(text -> found.add(path, text, "is no reference to an image"))));
    }

    private static String composed(String row, Function<String, Optional<String>> part) {
        return PART.matcher(row)
                .replaceAll(found ->
                        Matcher.quoteReplacement(part.apply(found.group(1)).orElse(found.group(2))));
    }

    /** Empty text is not given, but for what has a default in the CRD; a version that can't be read is refused elsewhere. */
    private static Optional<String> given(JsonObject tree, String path) {
        var text = tree.get(path.split("\\."))
                .flatMap(JsonValue::asText)
                .filter(value -> !value.isEmpty() || path.startsWith(SETTINGS));
        return switch (path) {
            case VERSION ->
                text.map(ImageReference::tag)
                        .filter(tag -> ImageReference.parse("i:" + tag).isPresent());
            case SETTINGS + "tagSuffix" -> text.map(suffix -> suffix.replace('+', '_'));
            default -> text;
        };
    }
}
