package io.kamaji.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles the Java of README.md, so that what it shows is so.
 *
 * <p>Each block fenced as {@code java} is taken. One that declares a class (a line starts with {@code class}, {@code
 * record}, {@code @} or a modifier) is a file. Any other is a method body, after all blocks of that sort before it, so
 * that a later block may use what an earlier one declared; they may throw anything. {@code import} lines are moved to the
 * top. Both have these imports: java.nio.file, java.time, java.util, and all packages of {@link #IMPORTS}; a body also
 * has {@code Path path}. A block of another language, or {@code java} with a word after it ({@code java ignore}), is not
 * compiled.
 */
class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java[ \\t]*\\R(.*?)^```");
    private static final Pattern DECLARATION =
            Pattern.compile("(?m)^(@|(public |final |abstract |sealed )*(class|record|interface|enum) )");
    private static final List<String> IMPORTS = List.of(
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "io.kamaji.api.*",
            "io.kamaji.api.json.*",
            "io.kamaji.core.*",
            "io.kamaji.core.cluster.*",
            "io.kamaji.core.component.*",
            "io.kamaji.core.manifest.*",
            "io.kamaji.core.plan.*",
            "io.kamaji.core.storage.DataStoreSource",
            "io.kamaji.core.reconcile.Pass",
            "io.kamaji.core.status.NextStep",
            "io.kamaji.core.status.TenantStatus",
            "io.kamaji.core.render.*",
            "io.kamaji.testkit.*",
            "io.kamaji.testkit.cluster.*",
            "org.junit.jupiter.api.Test");

    @TempDir
    Path output;

    @Test
    void blocks_ofReadme_compile() throws IOException {
        Assumptions.assumeTrue(Files.exists(README), "no README.md yet");
        var sources = sources(Files.readString(README));
        assertThat(sources).as("Java blocks in README.md").isNotEmpty();
        assertThat(problems(sources)).isEmpty();
    }

    @Test
    void blocks_wrong_areFound() throws IOException {
        var good = "text\n```java\nimport java.util.zip.CRC32;\nvar a = new CRC32();\n```\n```java\na.update(1);\n```\n"
                + "```java\n@Deprecated\nclass Shown {}\n```\n```java ignore\nnonsense\n```\n";
        assertThat(sources(good)).hasSize(2);
        assertThat(problems(sources(good))).isEmpty();
        assertThat(problems(sources(good.replace("a.update(1)", "a.upset(1)"))))
                .singleElement()
                .asString()
                .contains("upset");
    }

    private static List<String> sources(String markdown) {
        var files = new ArrayList<String>();
        var imports = new StringBuilder();
        var body = new StringBuilder();
        for (var match : BLOCK.matcher(markdown).results().toList()) {
            var code = new StringBuilder();
            var own = new StringBuilder();
            match.group(1)
                    .lines()
                    .forEach(line -> (line.startsWith("import ") ? own : code)
                            .append(line)
                            .append('\n'));
            if (DECLARATION.matcher(code).find()) {
                files.add(own + header() + code);
            } else {
                imports.append(own);
                body.append(code);
            }
        }
        if (!body.isEmpty()) {
            files.add(imports + header() + "class Body { void run(Path path) throws Exception {\n" + body + "}}\n");
        }
        return files;
    }

    private static String header() {
        var text = new StringBuilder();
        IMPORTS.forEach(name -> text.append("import ").append(name).append(";\n"));
        return text.toString();
    }

    private List<String> problems(List<String> sources) throws IOException {
        var found = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        Assumptions.assumeTrue(compiler != null, "no compiler in this Java");
        try (var files = compiler.getStandardFileManager(found, null, null)) {
            var options = List.of("-proc:none", "-d", output.toString(), "-cp", System.getProperty("java.class.path"));
            for (int i = 0; i < sources.size(); i++) {
                compiler.getTask(null, files, found, options, null, List.of(file(i, sources.get(i))))
                        .call();
            }
        }
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .flatMap(each -> Stream.of(each.getMessage(null) + ", in: " + line(sources, each.getSource(), each)))
                .toList();
    }

    private static String line(List<String> sources, JavaFileObject source, javax.tools.Diagnostic<?> problem) {
        var number = Integer.parseInt(source.getName().replaceAll("\\D", ""));
        return sources.get(number)
                .lines()
                .skip(problem.getLineNumber() - 1)
                .findFirst()
                .orElse("");
    }

    private static JavaFileObject file(int number, String source) {
        return new SimpleJavaFileObject(URI.create("string:///Block" + number + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }

            @Override
            public boolean isNameCompatible(String simpleName, Kind kind) {
                return true; // a public class of any name
            }
        };
    }
}
