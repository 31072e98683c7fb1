package io.kamaji.core.migrate;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.manifest.OwnerReferences;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.RenewalPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs kine as a pod in the admin cluster, beside the tenant's own: same image, flags, mounts, place and rights, so that it
 * reaches whatever store the tenant's pods reach, and the claim of a tenant on SQLite.
 *
 * <p>A launch makes a Pod and a Secret, {@code <tcp>-kine-<hash>}, waits until kine serves, and closing deletes both. What a
 * process that was killed left is replaced by the next launch for the same tenant and datastore, ends by itself after
 * {@link #withLifetime the lifetime}, and goes with the tenant's Deployment. So there is one at a time: a second launch ends
 * the first. Needs the rights to get, create and delete pods and Secrets.
 *
 * <p>Defaults: 2 min to come up, which pulling the image is part of; a lifetime of 1 h. Kine is spoken to with mutual TLS,
 * with certificates for this launch alone, at the pod's address and port 2379 as {@link ReconcilerSettings#endpoints()}
 * resolves it: that is reached from nodes and pods of the admin cluster. Elsewhere give a resolver that forwards a port
 * ({@code kubectl port-forward}), or a launcher of your own. Immutable and thread-safe.
 */
public final class PodKineLauncher implements KineLauncher {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ClusterClient admin;
    private final ReconcilerSettings settings;
    private final TenantControlPlane tenant;
    private final Duration startLimit;
    private final Duration lifetime;

    private PodKineLauncher(
            ClusterClient admin,
            ReconcilerSettings settings,
            TenantControlPlane tenant,
            Duration startLimit,
            Duration lifetime) {
        this.admin = admin;
        this.settings = settings;
        this.tenant = tenant;
        this.startLimit = startLimit;
        this.lifetime = lifetime;
    }

    /** For one tenant, with the defaults. Asks nobody yet. */
    public static PodKineLauncher create(ClusterClient admin, ReconcilerSettings settings, TenantControlPlane tenant) {
        return new PodKineLauncher(admin, settings, tenant, Duration.ofMinutes(2), Duration.ofHours(1));
    }

    /** How long a pod may take until it serves, and until it is gone; default 2 min. */
    public PodKineLauncher withStartLimit(Duration value) {
        return new PodKineLauncher(admin, settings, tenant, value, lifetime);
    }

    /** After which the cluster ends the pod, whoever uses it still: longer than the largest copy takes; default 1 h. */
    public PodKineLauncher withLifetime(Duration value) {
        return new PodKineLauncher(admin, settings, tenant, startLimit, value);
    }

    @Override
    public Running launch(Request request) {
        Prerequisites.requireKept(request.dataStore(), request.binding());
        var owner = TenantPlace.deployment(tenant);
        var store = new DataStoreBinding(request.dataStore(), "", List.of(), request.tenant(), request.binding());
        var template = PlaceRendering.of(tenant, store, settings).podTemplate().orElseThrow();
        var tls = KineTls.issue(new Issuance(
                settings.clock().instant(),
                settings.random(),
                KeyAlgorithm.ECDSA_P256,
                RenewalPolicy.thirdOfLifetime()));
        var kine = KinePodManifest.of(owner, request, template, tls, lifetime, reference(owner));
        var objects = new KinePodSession(admin, settings.clock(), startLimit, kine);
        try {
            objects.replace();
            return new Started(reached(objects.serving()), tls.forClient(), objects);
        } catch (RuntimeException e) {
            try {
                objects.remove();
            } catch (KamajiException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private List<JsonObject> reference(ObjectRef owner) {
        return admin.get(owner).stream()
                .map(live ->
                        OwnerReferences.of(owner, live.text("metadata", "uid").orElseThrow()))
                .toList();
    }

    /** The address for this JVM, which must be able to connect: what fails later would not say why. */
    private String reached(String podAddress) {
        var host = podAddress.contains(":") ? "[" + podAddress + "]" : podAddress;
        var address = settings.endpoints().resolve(host + ":" + KinePodManifest.PORT);
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            address.substring(0, colon).replaceAll("[\\[\\]]", ""),
                            Integer.parseInt(address.substring(colon + 1))),
                    (int) CONNECT.toMillis());
            return address;
        } catch (IOException | IllegalArgumentException e) {
            throw new DataStoreException(
                    "kine runs in a pod of the admin cluster, but can't be reached from here at " + address + " (" + e
                            + "). Run this in the admin cluster or on a node of it, or give an EndpointResolver that forwards"
                            + " the port.",
                    null,
                    e);
        }
    }

    private record Started(String address, ClientTls client, KinePodSession objects) implements Running {
        @Override
        public Optional<ClientTls> tls() {
            return Optional.of(client);
        }

        @Override
        public void close() {
            objects.remove();
        }

        @Override
        public String toString() {
            return "kine at " + address;
        }
    }
}
