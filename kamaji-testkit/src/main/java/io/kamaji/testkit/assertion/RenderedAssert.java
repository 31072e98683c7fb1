package io.kamaji.testkit.assertion;

import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.render.Rendered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions on rendered manifests; a failure names objects and shows no Secret's data. */
public final class RenderedAssert extends AbstractAssert<RenderedAssert, Rendered> {

    RenderedAssert(Rendered actual) {
        super(actual, RenderedAssert.class);
    }

    /** There is an object of this kind and name, in either cluster. */
    public RenderedAssert hasManifest(String kind, String name) {
        manifest(kind, name);
        return this;
    }

    /** There is no object of this kind and name, in either cluster. */
    public RenderedAssert hasNoManifest(String kind, String name) {
        isNotNull();
        if (actual.parts().stream().anyMatch(part -> is(part.manifest(), kind, name))) {
            failWithMessage("Expected no %s %s, but there is one", kind, name);
        }
        return this;
    }

    /** Goes on with one object. */
    public ManifestAssert manifest(String kind, String name) {
        isNotNull();
        return new ManifestAssert(actual.parts().stream()
                .map(Rendered.Part::manifest)
                .filter(manifest -> is(manifest, kind, name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Expected a " + kind + " " + name + " among: "
                        + actual.parts().stream().map(Rendered.Part::manifest).toList())));
    }

    public RenderedAssert hasNoWarnings() {
        isNotNull();
        if (!actual.warnings().isEmpty()) {
            failWithMessage("Expected no warnings, but there are: %s", actual.warnings());
        }
        return this;
    }

    /**
     * The manifests, warnings and components are byte for byte those of a file. With {@code -Dgolden.update=true} the file
     * is written instead. Only for a checked-in PKI: Secrets are compared and written as they are.
     */
    public RenderedAssert isGolden(Path file) {
        isNotNull();
        var text = new StringBuilder();
        actual.warnings()
                .forEach(warning -> text.append("# warning: ").append(warning).append('\n'));
        for (var part : actual.parts()) {
            text.append("---\n# ")
                    .append(part.manifest().target())
                    .append(", component ")
                    .append(part.component());
            part.waitsFor().stream()
                    .sorted()
                    .forEach(what -> text.append(", waits for ").append(what));
            text.append('\n').append(part.manifest().toYaml());
        }
        try {
            if (Boolean.getBoolean("golden.update")) {
                var folder = file.toAbsolutePath().getParent();
                Files.createDirectories(folder);
                Files.writeString(file, text);
            }
            Assertions.assertThat(file)
                    .as("golden manifests; write them with -Dgolden.update=true")
                    .exists();
            Assertions.assertThat(text.toString()).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static boolean is(Manifest manifest, String kind, String name) {
        return manifest.ref().kind().equals(kind) && manifest.ref().name().equals(name);
    }
}
