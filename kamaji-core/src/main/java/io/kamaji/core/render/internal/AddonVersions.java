package io.kamaji.core.render.internal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which version of an add-on belongs to which Kubernetes minor: the one table of it. A minor before the table has the
 * first row, one after it the last. Immutable.
 *
 * <p>Sources: the constants of kubeadm v1.33.13, v1.34.4, v1.35.4, v1.36.3 and v1.37.2 for CoreDNS; for konnectivity the
 * reference's rule {@code v0.<minor>.0} up to 1.36, and what Kubernetes v1.37.2 itself deploys: of a v0.37.0 no image is known.
 *
 * @param minor 36 for Kubernetes 1.36
 * @param coreDns image tag
 * @param konnectivity image tag of server and agent
 */
record AddonVersions(int minor, String coreDns, String konnectivity) {
    private static final List<AddonVersions> TABLE = List.of(
            new AddonVersions(33, "v1.12.0", "v0.33.0"),
            new AddonVersions(34, "v1.12.1", "v0.34.0"),
            new AddonVersions(35, "v1.13.1", "v0.35.0"),
            new AddonVersions(36, "v1.14.2", "v0.36.0"),
            new AddonVersions(37, "v1.14.6", "v0.36.0"));

    /** The first minor of konnectivity whose servers hold leases and whose agents count them. */
    private static final int FIRST_WITH_LEASES = 31;

    private static final Pattern KONNECTIVITY = Pattern.compile("v0\\.(\\d{1,4})\\.\\d+");

    static AddonVersions of(int minor) {
        return TABLE.stream()
                .filter(row -> row.minor <= minor)
                .reduce((first, second) -> second)
                .orElse(TABLE.get(0));
    }

    /** Whether a tag is of a konnectivity that is known to have {@code --enable-lease-controller}. */
    static boolean hasLeases(String konnectivityTag) {
        var matcher = KONNECTIVITY.matcher(konnectivityTag);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= FIRST_WITH_LEASES;
    }
}
