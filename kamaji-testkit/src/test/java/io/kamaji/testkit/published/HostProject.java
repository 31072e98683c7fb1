package io.kamaji.testkit.published;

import io.kamaji.testkit.bed.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * An empty Maven project of a user. Kamaji comes to it from a folder that is a repository, as {@code mvn install} or a
 * release would lay it; all else from what this build has resolved, and nothing from the network.
 */
final class HostProject {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final List<String> MODULES = List.of("api", "pki", "datastore", "core", "testkit");
    private static final List<String> PLUGINS =
            List.of("maven-resources-plugin", "maven-compiler-plugin", "maven-surefire-plugin", "maven-jar-plugin");

    private final Path folder;
    private final Path repository;
    private final String version = builtVersion();

    private HostProject(Path folder, Path repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /** What is missing to make one: Maven itself, or the jars that only its package phase makes. */
    static Optional<String> missing() {
        if (System.getProperty("maven.home") == null) {
            return Optional.of("not run by Maven");
        }
        return MODULES.stream()
                .map(module -> "kamaji-" + module)
                .filter(module -> !Files.isRegularFile(jar(module, builtVersion())))
                .map(module -> "no jar of " + module + ": run mvn verify")
                .findFirst();
    }

    /** One that takes Kamaji from what this build has made. */
    static HostProject in(Path folder) throws IOException {
        var project = new HostProject(folder, folder.resolve("repository"));
        project.pom("kamaji-bom", ROOT.resolve("kamaji-api/bom/pom.xml"));
        project.pom("kamaji", ROOT.resolve("pom.xml"));
        for (var module : MODULES) {
            var artifact = "kamaji-" + module;
            project.pom(artifact, ROOT.resolve(artifact).resolve("pom.xml"));
            Files.copy(
                    jar(artifact, project.version), project.repository("io.kamaji", artifact, project.version, "jar"));
        }
        return project;
    }

    /** One that takes Kamaji from a repository that is there. */
    static HostProject in(Path folder, Path repository) {
        return new HostProject(folder, repository);
    }

    /** Puts an empty jar into the repository. */
    void publishEmpty(String group, String artifact, String version) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(repository(group, artifact, version, "jar")))) {
            out.putNextEntry(new ZipEntry("empty.txt"));
        }
        publish(group, artifact, version, "");
    }

    /** Puts a pom into the repository. */
    void publish(String group, String artifact, String version, String more) throws IOException {
        Files.writeString(
                repository(group, artifact, version, "pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><packaging>"
                        + (more.isEmpty() ? "jar" : "pom")
                        + "</packaging>" + more + "</project>");
    }

    /** Writes a source of the project, in no package. */
    void source(String name, String text) throws IOException {
        var file = folder.resolve("src/main/java").resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Builds the project with this in its pom; gives the class path, the project's own classes first. */
    List<String> build(String dependencies) throws IOException {
        Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>host</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  %s
                  <repositories><repository><id>folder</id><url>%s</url></repository></repositories>
                  <build><plugins>%s</plugins></build>
                </project>
                """.formatted(dependencies, repository.toUri(), plugins()));
        Files.writeString(folder.resolve("settings.xml"), """
                <settings><mirrors><mirror>
                  <id>resolved</id><mirrorOf>*,!folder</mirrorOf><url>%s</url>
                </mirror></mirrors></settings>
                """.formatted(
                        Path.of(System.getProperty("settings.localRepository")).toUri()));
        Programs.run(
                        Duration.ofMinutes(3),
                        List.of(
                                Path.of(System.getProperty("maven.home"), "bin", "mvn")
                                        .toString(),
                                "-B",
                                "-q",
                                "-ntp",
                                "-s",
                                folder.resolve("settings.xml").toString(),
                                "-Dmaven.repo.local=" + folder.resolve("local"),
                                "-f",
                                folder.resolve("pom.xml").toString(),
                                "package"))
                .orThrow();
        return classPath();
    }

    private List<String> classPath() throws IOException {
        var built = folder.resolve("target/host-1.jar");
        try (var jar = new JarFile(built.toFile())) {
            var libraries = jar.getManifest().getMainAttributes().getValue("Class-Path");
            return Stream.concat(
                            Stream.of(built), Stream.of(libraries.split(" ")).map(folder.resolve("local")::resolve))
                    .map(Path::toString)
                    .toList();
        }
    }

    /** All plugins have a version, as Maven's own defaults are of another age. */
    private static String plugins() throws IOException {
        var ours = Files.readString(ROOT.resolve("pom.xml"));
        var text = new StringBuilder();
        for (var plugin : PLUGINS) {
            var match = Pattern.compile("<artifactId>" + plugin + "</artifactId>\\s*(<version>.*?</version>)")
                    .matcher(ours);
            if (!match.find()) {
                throw new AssertionError("no version of " + plugin + " in pom.xml");
            }
            text.append("<plugin><artifactId>")
                    .append(plugin)
                    .append("</artifactId>")
                    .append(match.group(1));
            if (plugin.equals("maven-jar-plugin")) {
                text.append("<configuration><archive><manifest><addClasspath>true</addClasspath>"
                        + "<classpathLayoutType>repository</classpathLayoutType>"
                        + "<useUniqueVersions>false</useUniqueVersions></manifest></archive></configuration>");
            }
            text.append("</plugin>");
        }
        return text.toString();
    }

    private void pom(String artifact, Path from) throws IOException {
        Files.copy(from, repository("io.kamaji", artifact, version, "pom"));
    }

    private Path repository(String group, String artifact, String version, String extension) throws IOException {
        var place =
                repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
        Files.createDirectories(place);
        return place.resolve(artifact + "-" + version + "." + extension);
    }

    /** The jar of a module, as this build has made it. */
    static Path jar(String module, String version) {
        return ROOT.resolve(module).resolve("target").resolve(module + "-" + version + ".jar");
    }

    /** The version of this build. */
    static String builtVersion() {
        return System.getProperty("project.version", "");
    }
}
