package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What is declared is known nowhere else: outside of components and what they are made of, no text in the sources is the name of
 * a kind or of a component. An object that is made there may say of which kind it is.
 */
class DeclaredNamesTest {
    private static final Path CORE = Path.of("../kamaji-core/src/main/java/io/kamaji/core");
    private static final Set<String> DECLARING = Set.of("component", "manifest", "render");

    /** Names of components that are words of the API, too: members of a spec, of a Deployment or of a Service's status. */
    private static final Set<String> WORDS = Set.of("deployment", "service", "storage", "pod", "ingress");

    private static final Pattern KIND_OF_A_NEW_OBJECT = Pattern.compile("\"kind\",\\s*\"[A-Za-z]+\"");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    @Test
    void sources_outsideOfDeclarations_nameNoKindAndNoComponent() throws IOException {
        var names = names();
        assertThat(names).contains("NetworkPolicy", "Deployment", "kube-apiserver", "coredns");
        var found = new ArrayList<String>();
        for (var file : sources()) {
            var text = KIND_OF_A_NEW_OBJECT.matcher(Files.readString(file)).replaceAll("");
            TEXT.matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .filter(names::contains)
                    .forEach(name -> found.add(CORE.relativize(file) + " names " + name));
        }
        assertThat(found).isEmpty();
    }

    private static Set<String> names() {
        var names = new TreeSet<>(ControlPlaneRenderer.standard().registry().components());
        names.removeAll(WORDS);
        ResourceTypes.all().stream().map(ResourceType::kind).forEach(names::add);
        return names;
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(CORE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            !DECLARING.contains(CORE.relativize(file).getName(0).toString()))
                    .collect(Collectors.toList());
        }
    }
}
