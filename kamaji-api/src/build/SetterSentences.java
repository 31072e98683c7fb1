import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies the generated sources for Javadoc alone, in two points other than they are compiled. The generated builder is hidden,
 * so that Javadoc shows its setters, with their types, as those of the builder that users see; it would only list the names of
 * what comes from a public class that it does not document. And a setter says what its attribute says, instead of pointing there.
 *
 * <p>Arguments: folder of the sources, of the generated sources, of the copies.
 */
class SetterSentences {
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\s+)*public (?:abstract )?[\\w<>, ]+ (\\w+)\\(\\)", Pattern.DOTALL);
    private static final Pattern SETTER =
            Pattern.compile("Initializes the (?:optional )?value (?:for the )?(\\{@link \\w+#(\\w+)\\(\\) \\w+}).*");
    private static final Pattern BLOCK_TAGS = Pattern.compile("\\n\\s*@.*", Pattern.DOTALL);

    public static void main(String[] args) throws IOException {
        Path sources = Path.of(args[0]);
        Path generated = Path.of(args[1]);
        Path copies = Path.of(args[2]);
        try (var files = Files.walk(generated)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(generated::relativize)
                    .forEach(file -> copy(sources, generated.resolve(file), copies.resolve(file), file));
        }
    }

    private static void copy(Path sources, Path from, Path to, Path file) {
        String type = file.getFileName().toString().replaceFirst("^Immutable(\\w+)\\.java$", "$1");
        try {
            Map<String, String> sentences = sentences(type, Files.readString(sources.resolve(file).resolveSibling(type + ".java")));
            String text = SETTER.matcher(Files.readString(from)).replaceAll(setter -> Matcher.quoteReplacement(
                    "Sets " + setter.group(1) + ": " + sentence(type, setter.group(2), sentences)));
            String hidden = text.replaceFirst("public static class Builder", "static class Builder");
            if (hidden.equals(text)) {
                throw new IllegalStateException(from + " has no public builder: are values generated in another way now?");
            }
            Files.createDirectories(to.getParent());
            Files.writeString(to, hidden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(String type, String attribute, Map<String, String> sentences) {
        String found = sentences.get(attribute);
        if (found == null) {
            throw new IllegalStateException(type + "." + attribute + "() has no Javadoc for its setter to say");
        }
        return found;
    }

    private static Map<String, String> sentences(String type, String source) {
        Map<String, String> found = new HashMap<>();
        ATTRIBUTE.matcher(source).results().forEach(attribute -> {
            String text = attribute.group(1).replaceAll("\\n\\s*\\* ?", "\n");
            String said = BLOCK_TAGS.matcher(text).replaceFirst("").strip();
            found.put(attribute.group(2), said.replace("{@link #", "{@link " + type + "#").replace("\n", "\n     * "));
        });
        return found;
    }
}
