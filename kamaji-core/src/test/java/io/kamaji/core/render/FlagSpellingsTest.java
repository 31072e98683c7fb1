package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each part's flags in each spelling that its program takes for them. */
class FlagSpellingsTest {
    private static final Scenarios.Scenario KINE =
            Scenarios.named("postgresql-kine").with("spec.addons", JsonObject.parse("konnectivity: {}"));

    /** A part whose flags the user may change, with a flag of its program that needs a value and one that does not. */
    enum Part {
        API_SERVER(
                "kube-apiserver",
                "spec.controlPlane.deployment.extraArgs.apiServer",
                "--audit-log-path",
                "--profiling"),
        CONTROLLER_MANAGER(
                "kube-controller-manager",
                "spec.controlPlane.deployment.extraArgs.controllerManager",
                "--tls-cert-file",
                "--profiling"),
        SCHEDULER("kube-scheduler", "spec.controlPlane.deployment.extraArgs.scheduler", "--cert-dir", "--profiling"),
        KINE_PART("kine", "spec.controlPlane.deployment.extraArgs.kine", "--slow-sql-threshold", "--debug"),
        KONNECTIVITY_SERVER(
                "konnectivity-server",
                "spec.addons.konnectivity.server.extraArgs",
                "--cipher-suites",
                "--enable-profiling"),
        KONNECTIVITY_AGENT(
                "konnectivity-agent", "spec.addons.konnectivity.agent.extraArgs", "--agent-id", "--enable-profiling");

        private final String container;
        private final String path;
        private final String valued;
        private final String bare;

        Part(String container, String path, String valued, String bare) {
            this.container = container;
            this.path = path;
            this.valued = valued;
            this.bare = bare;
        }

        private List<String> spellings(String flag) {
            var all = new ArrayList<>(List.of(flag + "=17", flag + "|17"));
            switch (this) {
                case KINE_PART -> all.addAll(List.of(flag.substring(1) + "=17", flag.substring(1) + "|17"));
                case KONNECTIVITY_SERVER, KONNECTIVITY_AGENT -> {
                    if (flag.equals("--v")) {
                        all.addAll(List.of("-v=17", "-v17", "-v|17"));
                    }
                }
                default -> all.add("--" + flag.substring(2).replace('-', '_') + "=17");
            }
            return all;
        }

        private List<String> arguments(List<String> user) {
            var scenario = KINE.with(path, user);
            if (this == KONNECTIVITY_AGENT) {
                return scenario.inTenant("DaemonSet", container)
                        .orElseThrow()
                        .object("spec", "template", "spec")
                        .array("containers")
                        .get(0)
                        .asObject()
                        .orElseThrow()
                        .array("args")
                        .texts();
            }
            return Stream.of("initContainers", "containers")
                    .flatMap(list -> scenario.pod().array(list).objects())
                    .filter(each -> each.text("name").orElseThrow().equals(container))
                    .findFirst()
                    .orElseThrow()
                    .array("args")
                    .texts();
        }

        private List<String> refusals(String... words) {
            return KINE.with(path, List.of(words)).violations().stream()
                    .map(Violation::path)
                    .toList();
        }
    }

    private static String name(String argument) {
        return argument.split("=")[0].replaceFirst("^-+", "").replace('_', '-');
    }

    static Stream<Arguments> oursInEachSpelling() {
        return Stream.of(Part.values())
                .flatMap(part -> part.arguments(List.of()).stream()
                        .filter(argument -> !argument.matches(".*=(true|false)|--controllers=.*"))
                        .flatMap(argument -> part.spellings(argument.split("=")[0]).stream()
                                .map(written -> Arguments.of(part, argument, written))));
    }

    @ParameterizedTest
    @MethodSource("oursInEachSpelling")
    void render_flagOfOursInAnySpelling_isGivenOnce(Part part, String ours, String written) {
        var given = part.arguments(List.of(written.split("\\|"))).stream()
                .filter(argument -> name(argument).equals(name(ours)) || argument.matches("-v\\d*|17"))
                .map(argument -> argument.startsWith(ours) ? argument : argument.replace('_', '-'))
                .toList();

        assertThat(given).isSubsetOf(ours, ours.split("=")[0] + "=17", ours.split("=")[0], "17");
        assertThat(given.stream().filter(argument -> !argument.equals("17"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"-endpoint=x", "--endpoint=x", "-endpoint|x", "--endpoint|x"})
    void render_kinesEndpoint_isOursInAnySpelling(String written) {
        assertThat(Part.KINE_PART.arguments(List.of(written.split("\\|"))))
                .filteredOn(argument -> argument.contains("endpoint") || argument.equals("x"))
                .singleElement()
                .asString()
                .startsWith("--endpoint=postgres://");
    }

    @ParameterizedTest
    @EnumSource
    void render_emptyValue_staysOne(Part part) {
        assertThat(part.arguments(List.of(part.valued + "="))).contains(part.valued + "=");
        assertThat(part.refusals(part.valued + "=")).isEmpty();
        assertThat(part.refusals(part.valued, "")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void check_flagWithoutTheValueThatItNeeds_isRefusedWithItsPath(Part part) {
        assertThat(part.refusals(part.valued)).containsExactly(part.path + "[0]");
        assertThat(part.refusals(part.bare, part.valued, part.bare + "=false")).containsExactly(part.path + "[1]");
        assertThat(part.refusals(part.bare)).isEmpty();
        assertThat(part.arguments(List.of(part.bare))).contains(part.bare);
    }

    static Stream<Arguments> wordsThatAreNoFlag() {
        return Stream.of(Part.values())
                .flatMap(part -> Stream.of("--", "-", "x", "", " --x=1", "---x=1", "--=x")
                        .map(word -> Arguments.of(part, word)));
    }

    @ParameterizedTest
    @MethodSource("wordsThatAreNoFlag")
    void check_wordThatIsNeitherFlagNorValue_isRefusedWithItsPath(Part part, String word) {
        assertThat(part.refusals(part.bare + "=true", word)).containsExactly(part.path + "[1]");
        assertThat(part.refusals(part.bare, word))
                .as("after a flag that takes no word")
                .containsExactly(part.path + "[1]");
    }

    @ParameterizedTest
    @EnumSource
    void check_oneDashBeforeALongName_isAFlagToKineOnly(Part part) {
        assertThat(part.refusals(part.valued.substring(1) + "=x").isEmpty()).isEqualTo(part == Part.KINE_PART);
    }
}
