package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.Real;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be installed is one thing in each of its forms. */
class InstallTest {
    private static final Path FOLDER = Path.of("install");

    /** To write them: main of {@link RenderFiles} with the folder. */
    @Test
    void files_areAsRendered() throws IOException {
        var stored = new TreeMap<String, String>();
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                stored.put(FOLDER.relativize(file).toString().replace(File.separatorChar, '/'), Files.readString(file));
            }
        }

        assertThat(stored.keySet())
                .containsExactlyInAnyOrderElementsOf(RenderFiles.files().keySet());
        RenderFiles.files()
                .forEach(
                        (path, content) -> assertThat(stored.get(path)).as(path).isEqualTo(content));
    }

    @Test
    void chart_withItsDefaults_isTheInstallation() {
        assertThat(chart("{}")).containsExactlyInAnyOrderElementsOf(withoutNamespace(Install.standard()));
    }

    @Test
    void chart_forSomeNamespaces_isTheInstallationForThem() {
        var install = new Install(Install.NAMESPACE, Install.IMAGE, List.of("blue", "1234"));

        assertThat(chart("namespaces: [blue, '1234']")).containsExactlyInAnyOrderElementsOf(withoutNamespace(install));
    }

    @Test
    void chart_values_arriveWhereTheyBelong() {
        var objects = chart("""
                replicaCount: 3
                image: {repository: registry.test/kamaji, tag: v9}
                extraArgs: [--log-level=debug]
                nodeSelector: {disk: fast}
                webhook: {enabled: false}
                serviceAccount: {create: false, name: mine}
                defaultDatastoreName: etcd
                """);
        var deployment = objects.stream()
                .filter(object -> object.text("kind").equals(Optional.of("Deployment")))
                .findFirst()
                .orElseThrow();
        var pod = deployment.object("spec", "template", "spec");

        assertThat(deployment.number("spec", "replicas")).contains(3L);
        assertThat(pod.texts("nodeSelector")).isEqualTo(Map.of("disk", "fast"));
        assertThat(pod.text("serviceAccountName")).contains("mine");
        assertThat(pod.array("containers").objects().findFirst().orElseThrow().text("image"))
                .contains("registry.test/kamaji:v9");
        assertThat(pod.array("containers")
                        .objects()
                        .findFirst()
                        .orElseThrow()
                        .array("args")
                        .texts())
                .contains("--webhook-bind-address=0", "--datastore=etcd", "--log-level=debug");
        assertThat(objects)
                .noneMatch(object -> object.text("kind").orElse("").endsWith("WebhookConfiguration"))
                .noneMatch(object -> object.text("kind").equals(Optional.of("ServiceAccount")));
    }

    @Test
    void chart_withMonitoring_hasTheRulesAsTheyAre() {
        assertThat(chart("{serviceMonitor: {enabled: true}, prometheusRule: {enabled: true}}"))
                .containsAll(Monitoring.objects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenants"})
    void kustomize_baseAndOverlay_areTheInstallation(String tenants) throws Exception {
        var kubectl = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
        Real.skipUnless(kubectl.isPresent() ? Optional.empty() : Optional.of("needs kubectl on the PATH"));
        var folder = FOLDER.resolve(tenants.isEmpty() ? "base" : "namespaced");
        var process = new ProcessBuilder(kubectl.orElseThrow().toString(), "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();

        var install = new Install(Install.NAMESPACE, Install.IMAGE, tenants.isEmpty() ? List.of() : List.of(tenants));
        var wanted = new ArrayList<>(Install.definitions());
        wanted.addAll(install.objects());
        assertThat(objects(built)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void pod_isAllowedByTheRestrictedStandardAndWritesToNoRoot() {
        var pod = Manifest.DEPLOYMENT.of(Install.standard()).object("spec", "template", "spec");
        var container = pod.array("containers").objects().findFirst().orElseThrow();

        assertThat(pod.bool("securityContext", "runAsNonRoot")).contains(true);
        assertThat(pod.text("securityContext", "seccompProfile", "type")).contains("RuntimeDefault");
        assertThat(container.bool("securityContext", "allowPrivilegeEscalation"))
                .contains(false);
        assertThat(container.bool("securityContext", "readOnlyRootFilesystem")).contains(true);
        assertThat(container.array("securityContext", "capabilities", "drop").texts())
                .containsExactly("ALL");
        assertThat(container.object("livenessProbe")).isNotEqualTo(JsonObject.EMPTY);
        assertThat(container.object("readinessProbe")).isNotEqualTo(JsonObject.EMPTY);
    }

    @Test
    void arguments_ofTheDeployment_areUnderstood() {
        var arguments = Manifest.DEPLOYMENT
                .of(Install.standard())
                .object("spec", "template", "spec")
                .array("containers")
                .objects()
                .findFirst()
                .orElseThrow()
                .array("args")
                .texts();

        var config = OperatorConfig.of(arguments.subList(1, arguments.size()), Map.of("POD_NAMESPACE", "here"));

        assertThat(config.ownNamespace()).isEqualTo("here");
        assertThat(config.namespaces()).isEmpty();
        assertThat(config.webhook()).isPresent();
    }

    private static List<JsonObject> withoutNamespace(Install install) {
        return install.objects().stream()
                .filter(object -> !object.text("kind").equals(Optional.of("Namespace")))
                .toList();
    }

    private static List<JsonObject> chart(String values) {
        var files = Chart.files();
        var root = JsonObject.of(
                "Values",
                merged(JsonObject.parse(files.get("values.yaml")), JsonObject.parse(values)),
                "Release",
                Map.of("Namespace", Install.NAMESPACE),
                "Chart",
                Map.of(
                        "AppVersion",
                        JsonObject.parse(files.get("Chart.yaml"))
                                .text("appVersion")
                                .orElseThrow()));
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith("templates/"))
                .flatMap(file -> objects(Templates.render(file.getValue(), root)).stream())
                .toList();
    }

    private static JsonObject merged(JsonObject defaults, JsonObject given) {
        var merged = defaults;
        for (var member : given.members().entrySet()) {
            var both = merged.get(member.getKey()).flatMap(JsonValue::asObject);
            var value = member.getValue();
            merged = merged.with(
                    member.getKey(),
                    both.isPresent() && value.asObject().isPresent()
                            ? merged(both.get(), value.asObject().get())
                            : value);
        }
        return merged;
    }

    private static List<JsonObject> objects(String yaml) {
        return JsonValue.parseAll(yaml).stream()
                .flatMap(value -> value.asObject().stream())
                .toList();
    }
}
