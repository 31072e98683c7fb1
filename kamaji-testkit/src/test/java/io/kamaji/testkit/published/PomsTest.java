package io.kamaji.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What Maven Central asks of each pom, here or in a parent: central.sonatype.org/publish/requirements. */
class PomsTest {
    private static final Path BOM = Path.of("../kamaji-api/bom/pom.xml");
    private static final Path ROOT = Path.of("../pom.xml");

    @ParameterizedTest
    @MethodSource("published")
    void pom_ofEachArtifact_saysWhatCentralAsks(List<Path> withParents) throws Exception {
        assertThat(text(withParents.subList(0, 1), "name")).isPresent();
        assertThat(text(withParents.subList(0, 1), "description")).isPresent();
        for (var path : List.of(
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            assertThat(text(withParents, path)).as(path).isPresent();
        }
    }

    static Stream<List<Path>> published() {
        return Stream.concat(
                Stream.of(List.of(BOM), List.of(ROOT, BOM)),
                HostProject.MODULES.stream()
                        .map(module -> List.of(Path.of("../kamaji-" + module, "pom.xml"), ROOT, BOM)));
    }

    /** The first that is not empty. */
    private static Optional<String> text(List<Path> poms, String path) throws Exception {
        for (var pom : poms) {
            Optional<Element> place = Optional.of(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement());
            for (var name : path.split("/")) {
                place = place.flatMap(element -> child(element, name));
            }
            var found = place.map(Node::getTextContent).filter(text -> !text.isBlank());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Element> child(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
