package io.kamaji.examples.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the files of {@code examples/operator/install}, which a test holds equal to what is rendered. */
final class RenderFiles {
    private RenderFiles() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        for (var file : files().entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Content by path. */
    static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put("base/crds.yaml", Install.yaml(Install.definitions()));
        files.put("base/operator.yaml", Install.yaml(Install.standard().objects()));
        files.putAll(Kustomization.files());
        files.putAll(Monitoring.files());
        Chart.files().forEach((path, content) -> files.put("chart/" + path, content));
        return files;
    }
}
