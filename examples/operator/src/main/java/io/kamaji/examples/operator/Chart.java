package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonPointer;
import io.kamaji.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Helm chart, made from {@link Install}: places of its objects become values, whose defaults are what stood there. So a chart
 * that is rendered with its defaults is the installation. Values that the Go operator's chart has, too, have its names.
 */
final class Chart {
    private static final String VERSION = "0.1.0";
    private static final String CONTAINER = "/spec/template/spec/containers/0";
    private static final String POD = "/spec/template/spec";

    /** Stands for a namespace of tenants in {@code range}. */
    private static final String EACH = "each-namespace";

    /** Text that is a template alone: it stands without quotes. */
    private static final Pattern ALONE = Pattern.compile("['\"](\\{\\{-? (?:(?!\\}\\}).)* \\}\\})['\"]");

    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)((?:- )?)([\\w]+): ['\"]@block (\\S+)['\"]$");
    private static final Pattern OPTION = Pattern.compile("(?m)^( *)([\\w]+): ['\"]@option (\\S+)['\"]$");
    private static final Pattern ITEMS = Pattern.compile("(?m)^( *)- ['\"]@items (\\S+)['\"]$");

    private Chart() {}

    /** How a value gets into an object. */
    private enum Form {
        /** A scalar, or text with templates in it. */
        TEXT,
        /** A list or map. */
        BLOCK,
        /** A list or map that is left out if it is empty. */
        OPTION,
        /** More items of a list. */
        ITEMS
    }

    /**
     * @param kind of the object; the first of that kind
     * @param template what stands there, if it is not just the value
     * @param standard the value's default, if it is not what stands there
     */
    private record Place(
            String kind,
            String pointer,
            Form form,
            String value,
            Optional<String> template,
            Optional<Object> standard) {

        static Place text(String pointer, String value) {
            return new Place("Deployment", pointer, Form.TEXT, value, Optional.empty(), Optional.empty());
        }

        static Place block(String pointer, String value) {
            return new Place("Deployment", pointer, Form.BLOCK, value, Optional.empty(), Optional.empty());
        }

        static Place option(String pointer, String value, Object empty) {
            return new Place("Deployment", pointer, Form.OPTION, value, Optional.empty(), Optional.of(empty));
        }

        static Place argument(int index, String flag, String value, String template, Object standard) {
            return new Place(
                    "Deployment",
                    CONTAINER + "/args/" + index,
                    Form.TEXT,
                    value,
                    Optional.of("--" + flag + "=" + template),
                    Optional.of(standard));
        }

        private JsonObject in(JsonObject object) {
            var place = JsonPointer.parse(pointer);
            var text = switch (form) {
                case TEXT -> template.orElse(reference(value));
                case BLOCK -> "@block " + value;
                case OPTION -> "@option " + value;
                case ITEMS -> "@items " + value;
            };
            var there = form == Form.TEXT || form == Form.BLOCK;
            var changed = there ? place.replace(object, JsonValue.of(text)) : place.add(object, JsonValue.of(text));
            return changed.asObject().orElseThrow();
        }

        private Object standard(JsonObject object) {
            return standard.orElseGet(() -> JsonPointer.parse(pointer).require(object));
        }
    }

    private static final List<Place> PLACES = List.of(
            Place.text("/spec/replicas", "replicaCount"),
            new Place(
                    "Deployment",
                    CONTAINER + "/image",
                    Form.TEXT,
                    "image.repository",
                    Optional.of("{{ $.Values.image.repository }}:{{ default $.Chart.AppVersion $.Values.image.tag }}"),
                    Optional.of(Install.IMAGE.replaceFirst(":[^:]*$", ""))),
            Place.text(CONTAINER + "/imagePullPolicy", "image.pullPolicy"),
            Place.argument(1, "leader-elect", "leaderElect", reference("leaderElect"), true),
            Place.argument(2, "metrics-bind-address", "metricsBindAddress", reference("metricsBindAddress"), ":8080"),
            Place.argument(
                    3,
                    "health-probe-bind-address",
                    "healthProbeBindAddress",
                    reference("healthProbeBindAddress"),
                    ":8081"),
            Place.argument(
                    4,
                    "webhook-bind-address",
                    "webhook.enabled",
                    "{{ ternary `:9443` `0` $.Values.webhook.enabled }}",
                    true),
            Place.argument(5, "install-definitions", "installDefinitions", reference("installDefinitions"), false),
            Place.argument(6, "namespaces", "namespaces", "{{ join `,` $.Values.namespaces }}", List.of()),
            Place.argument(7, "datastore", "defaultDatastoreName", reference("defaultDatastoreName"), ""),
            new Place(
                    "Deployment",
                    CONTAINER + "/args/-",
                    Form.ITEMS,
                    "extraArgs",
                    Optional.empty(),
                    Optional.of(List.of())),
            Place.block(CONTAINER + "/livenessProbe", "livenessProbe"),
            Place.block(CONTAINER + "/readinessProbe", "readinessProbe"),
            Place.block(CONTAINER + "/resources", "resources"),
            Place.block(CONTAINER + "/securityContext", "securityContext"),
            Place.block(POD + "/securityContext", "podSecurityContext"),
            Place.block(POD + "/topologySpreadConstraints", "topologySpreadConstraints"),
            Place.option(POD + "/nodeSelector", "nodeSelector", Map.of()),
            Place.option(POD + "/tolerations", "tolerations", List.of()),
            Place.option(POD + "/affinity", "affinity", Map.of()),
            Place.option(POD + "/imagePullSecrets", "imagePullSecrets", List.of()),
            Place.option("/spec/template/metadata/annotations", "podAnnotations", Map.of()),
            new Place(
                    "ServiceAccount",
                    "/metadata/annotations",
                    Form.OPTION,
                    "serviceAccount.annotations",
                    Optional.empty(),
                    Optional.of(Map.of())));

    /** Files of the chart by path, each with its content. */
    static Map<String, String> files() {
        var everywhere = Install.standard();
        var files = new LinkedHashMap<String, String>();
        files.put("Chart.yaml", """
                apiVersion: v2
                name: kamaji
                type: application
                description: Tenant control planes as pods of this cluster. Apply the custom resource definitions first.
                version: %s
                appVersion: %s
                kubeVersion: ">=1.29.0-0"
                """.formatted(VERSION, Install.IMAGE.replaceFirst(".*:", "")));
        files.put("values.yaml", values(everywhere.objects()).toYaml());
        files.put("templates/controller.yaml", template(of(everywhere.objects(), "Deployment", "PodDisruptionBudget")));
        files.put("templates/services.yaml", template(of(everywhere.objects(), "Service")));
        files.put("templates/rbac.yaml", rbac(everywhere));
        files.put(
                "templates/webhooks.yaml",
                when(
                        "$.Values.webhook.enabled",
                        template(of(
                                everywhere.objects(),
                                "MutatingWebhookConfiguration",
                                "ValidatingWebhookConfiguration"))));
        files.put(
                "templates/monitoring.yaml",
                when("$.Values.serviceMonitor.enabled", template(List.of(Monitoring.serviceMonitor())))
                        + when("$.Values.prometheusRule.enabled", "---\n" + rules()));
        return files;
    }

    /** Alerts have templates of Prometheus in them, which are not Helm's. */
    private static String rules() {
        return template(List.of(Monitoring.rules())).replaceAll("\\{\\{ (\\$labels[^}]*) }}", "{{ `{{ $1 }}` }}");
    }

    private static String rbac(Install everywhere) {
        var all = everywhere.rights();
        var some = new Install(Install.NAMESPACE, Install.IMAGE, List.of(EACH)).rights();
        var account = of(all, "ServiceAccount");
        var shared = all.stream()
                .filter(some::contains)
                .filter(object -> !account.contains(object))
                .toList();
        var inEach = some.stream()
                .filter(object -> object.text("metadata", "namespace").equals(Optional.of(EACH)))
                .toList();
        var outside = some.stream()
                .filter(object -> !shared.contains(object) && !account.contains(object) && !inEach.contains(object))
                .toList();
        var forAll = all.stream().filter(object -> !some.contains(object)).toList();
        return when("$.Values.serviceAccount.create", template(account))
                + "---\n" + template(shared)
                + "{{- if $.Values.namespaces }}\n{{- range $.Values.namespaces }}\n---\n"
                + template(inEach).replace(EACH, "{{ quote . }}")
                + "{{- end }}\n---\n" + template(outside)
                + "{{- else }}\n---\n" + template(forAll) + "{{- end }}\n";
    }

    private static List<JsonObject> of(List<JsonObject> objects, String... kinds) {
        return objects.stream()
                .filter(object -> List.of(kinds).contains(object.text("kind").orElse("")))
                .toList();
    }

    private static String when(String condition, String template) {
        return "{{- if " + condition + " }}\n" + template + "{{- end }}\n";
    }

    private static String reference(String value) {
        return "{{ $.Values." + value + " }}";
    }

    private static String template(List<JsonObject> objects) {
        var documents = new ArrayList<JsonObject>();
        for (var object : objects) {
            var changed = object;
            for (var place : PLACES) {
                if (object.text("kind").equals(Optional.of(place.kind))) {
                    changed = place.in(changed);
                }
            }
            documents.add(changed);
        }
        var text = Install.yaml(documents)
                .replace(Install.ACCOUNT, reference("serviceAccount.name"))
                .replace("namespace: " + Install.NAMESPACE, "namespace: {{ quote $.Release.Namespace }}");
        text = BLOCK.matcher(text)
                .replaceAll(match -> match.group(1) + match.group(2) + match.group(3) + ":\n"
                        + inserted(
                                "toYaml \\$.Values." + match.group(4),
                                match.group(1).length() + match.group(2).length() + 2));
        text = OPTION.matcher(text)
                .replaceAll(match -> match.group(1) + "{{- with \\$.Values." + match.group(3) + " }}\n"
                        + match.group(1) + match.group(2) + ":\n"
                        + inserted("toYaml .", match.group(1).length() + 2) + "\n" + match.group(1) + "{{- end }}");
        text = ITEMS.matcher(text)
                .replaceAll(match -> match.group(1) + "{{- with \\$.Values." + match.group(2) + " }}\n"
                        + inserted("toYaml .", match.group(1).length()) + "\n" + match.group(1) + "{{- end }}");
        return ALONE.matcher(text).replaceAll("$1");
    }

    private static String inserted(String value, int indent) {
        return " ".repeat(indent) + "{{- " + value + " | nindent " + indent + " }}";
    }

    private static JsonObject values(List<JsonObject> objects) {
        var values = JsonObject.EMPTY;
        for (var place : PLACES) {
            var object = of(objects, place.kind).get(0);
            values = values.withAt(List.of(place.value.split("\\.")), place.standard(object));
        }
        return values.update("image", image -> image.with("tag", ""))
                .update(
                        "serviceAccount",
                        account -> JsonObject.of("create", true, "name", Install.ACCOUNT)
                                .plus(account))
                .with("serviceMonitor", Map.of("enabled", false))
                .with("prometheusRule", Map.of("enabled", false));
    }
}
