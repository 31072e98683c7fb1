package io.kamaji.api;

import io.kamaji.api.setting.Peer;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import java.util.List;
import java.util.stream.Stream;

/** Where pods run and whom they speak with: short forms over {@link Settings}, for {@link TenantControlPlane.Builder}. */
interface PolicyShortcuts {
    /** Sets what an annotation says. */
    <T> TenantControlPlane.Builder setting(Setting<T> setting, T value);

    /** PriorityClass of the pods, so that others make room for them; default: the admin cluster's. */
    default TenantControlPlane.Builder priorityClass(String name) {
        return setting(Settings.PRIORITY_CLASS, name);
    }

    /**
     * A NetworkPolicy around the pods: everybody reaches the ports of the Service, nobody any other; they reach their store,
     * DNS, and nodes through the tunnel only. Needs a network that enforces policies.
     */
    default TenantControlPlane.Builder isolated() {
        return setting(Settings.ISOLATED, true);
    }

    /** {@link #isolated()}, and only these reach the ports of the Service: {@code 10.0.0.0/8}, {@code namespace}, {@code namespace/label=value}. */
    default TenantControlPlane.Builder clients(String... peers) {
        return isolated().setting(Settings.CLIENTS, peers(peers));
    }

    /** {@link #isolated()}, and these reach every port of the pods: written as for {@link #clients}. */
    default TenantControlPlane.Builder monitors(String... peers) {
        return isolated().setting(Settings.MONITORS, peers(peers));
    }

    /** {@link #isolated()}, and the pods reach these, too, an OIDC issuer for example: written as for {@link #clients}. */
    default TenantControlPlane.Builder destinations(String... peers) {
        return isolated().setting(Settings.DESTINATIONS, peers(peers));
    }

    private static List<Peer> peers(String... texts) {
        return Stream.of(texts)
                .map(text -> Peer.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("neither a network nor a namespace: " + text)))
                .toList();
    }
}
