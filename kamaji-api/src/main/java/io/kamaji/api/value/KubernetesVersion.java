package io.kamaji.api.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A Kubernetes version: semantic versioning 2.0.0 with an optional {@code v} in front. Ordered by major, minor and patch, a
 * pre-release before its release. Immutable and thread-safe.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number
 * @param preRelease what follows {@code -}, such as {@code rc.1}
 */
public record KubernetesVersion(long major, long minor, long patch, Optional<String> preRelease)
        implements Comparable<KubernetesVersion> {
    private static final Comparator<KubernetesVersion> ORDER = Comparator.comparingLong(KubernetesVersion::major)
            .thenComparingLong(KubernetesVersion::minor)
            .thenComparingLong(KubernetesVersion::patch)
            .thenComparing(version -> version.preRelease.orElse("~"));
    private static final Pattern MINOR = Pattern.compile("\\d{1,9}\\.\\d{1,9}");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z-]+");

    private static final Properties SUPPORTED = supported();

    /** Patch releases of this one and of older minors are supported. Scripts find it in {@code kubernetes.properties}. */
    public static final KubernetesVersion NEWEST = parse(SUPPORTED.getProperty("newest") + ".0");

    /** The first minor that is rendered for; older ones are warned of. */
    public static final KubernetesVersion OLDEST = parse(SUPPORTED.getProperty("oldest") + ".0");

    /**
     * Reads all three numbers, with or without {@code v}; build metadata is checked and left out.
     *
     * @throws IllegalArgumentException with the reason
     */
    public static KubernetesVersion parse(String text) {
        var version = text.startsWith("v") ? text.substring(1) : text;
        if (version.isEmpty()) {
            throw new IllegalArgumentException("Version string empty");
        }
        var parts = version.split("\\.", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("No Major.Minor.Patch elements found"
                    + (MINOR.matcher(version).matches() ? ", write " + version + ".3, say" : ""));
        }
        var build = parts[2].split("\\+", 2);
        var pre = build[0].split("-", 2);
        var parsed = new KubernetesVersion(
                number(parts[0], "Major"),
                number(parts[1], "Minor"),
                number(pre[0], "Patch"),
                pre.length > 1 ? Optional.of(identifiers(pre[1], "Prerelease")) : Optional.empty());
        if (build.length > 1) {
            identifiers(build[1], "Build meta data");
        }
        return parsed;
    }

    /** As {@link #parse}, or empty. */
    public static Optional<KubernetesVersion> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long number(String digits, String name) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "Invalid character(s) found in " + name.toLowerCase(Locale.ROOT) + " number \"" + digits + "\"");
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            throw new IllegalArgumentException(name + " number must not contain leading zeroes \"" + digits + "\"");
        }
        return Long.parseLong(digits);
    }

    private static String identifiers(String dotted, String name) {
        for (var identifier : dotted.split("\\.", -1)) {
            if (identifier.isEmpty()) {
                throw new IllegalArgumentException(name + " is empty");
            } else if (!IDENTIFIER.matcher(identifier).matches()) {
                throw new IllegalArgumentException(
                        "Invalid character(s) found in " + name.toLowerCase(Locale.ROOT) + " \"" + identifier + "\"");
            }
        }
        return dotted;
    }

    private static Properties supported() {
        var supported = new Properties();
        try (var in = KubernetesVersion.class.getResourceAsStream("kubernetes.properties")) {
            supported.load(Objects.requireNonNull(in, "kubernetes.properties"));
            return supported;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first release of the same minor. */
    public KubernetesVersion withoutPatch() {
        return new KubernetesVersion(major, minor, 0, preRelease);
    }

    /** Without patch number: {@code 1.36}. */
    public String minorText() {
        return major + "." + minor;
    }

    /** Whether this follows the other one. */
    public boolean isNewerThan(KubernetesVersion other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return ORDER.compare(this, other);
    }

    /** Without {@code v}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch
                + preRelease.map(pre -> "-" + pre).orElse("");
    }
}
