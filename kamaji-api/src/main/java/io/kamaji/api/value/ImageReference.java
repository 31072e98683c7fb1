package io.kamaji.api.value;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to a container image: repository, and a tag or a digest or both. Immutable and thread-safe. Source: the grammar of
 * {@code distribution/reference}, by which kubelets and runtimes read images.
 *
 * @param repository with registry, if one is named: {@code registry.k8s.io/kube-apiserver}
 * @param tag such as {@code v1.36.3}
 * @param digest such as {@code sha256:…}
 */
public record ImageReference(String repository, Optional<String> tag, Optional<String> digest) {
    private static final int LONGEST_REPOSITORY = 255;
    private static final int LONGEST_REFERENCE = 4096;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*+(?<!-))?+";
    private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*+|\\[[0-9A-Fa-f:]++])(?::[0-9]++)?+";
    private static final String PATH = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";
    private static final Pattern REFERENCE = Pattern.compile("(?<repository>(?:" + HOST + "/)?" + PATH + "(?:/" + PATH
            + ")*+)(?::(?<tag>\\w[\\w.-]{0,127}))?+(?:@(?<digest>[A-Za-z][A-Za-z0-9]*+(?:[-_+.][A-Za-z][A-Za-z0-9]*+)*+:"
            + "[0-9a-fA-F]{32,}))?+");

    /** Reads a reference; empty if a kubelet would refuse it. */
    public static Optional<ImageReference> parse(String text) {
        var matcher = REFERENCE.matcher(text);
        if (text.length() > LONGEST_REFERENCE
                || !matcher.matches()
                || matcher.group("repository").length() > LONGEST_REPOSITORY) {
            return Optional.empty();
        }
        return Optional.of(new ImageReference(
                matcher.group("repository"),
                Optional.ofNullable(matcher.group("tag")),
                Optional.ofNullable(matcher.group("digest"))));
    }

    /** The tag of a version, as kubeadm makes it: what no tag may hold is {@code _}, as {@code +} of build metadata. */
    public static String tag(String version) {
        return version.replaceAll("[^-A-Za-z0-9_.]", "_");
    }

    /** As kubelets read it. */
    @Override
    public String toString() {
        return repository
                + tag.map(text -> ":" + text).orElse("")
                + digest.map(text -> "@" + text).orElse("");
    }
}
