package io.kamaji.testkit.operator.custom;

import static io.kamaji.testkit.Eventually.until;
import static io.kamaji.testkit.operator.custom.Front.BLUE;
import static io.kamaji.testkit.operator.custom.Front.NAMESPACE;
import static io.kamaji.testkit.operator.custom.Front.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the Cluster API provider and cozystack do to a tenant, and what they need of it, when. */
class GoClientsTest {
    private static final List<List<String>> UNKNOWN_TO_OLD_TYPES = List.of(
            List.of("spec", "networkProfile", "serviceCidrs"),
            List.of("spec", "networkProfile", "podCidrs"),
            List.of("spec", "networkProfile", "advertiseAddress"),
            List.of("spec", "networkProfile", "dnsServiceIPs"),
            List.of("spec", "controlPlane", "deployment", "podSecurityContext"));

    private Front front = Front.start();

    @AfterEach
    void close() {
        front.close();
    }

    /** GET, labels replaced, members that its types lack dropped, empty structs added, the whole put back. */
    private boolean put(int pass) {
        var live = front.kubectl.get(BLUE).orElseThrow();
        var next = live.update(
                        "metadata",
                        metadata -> metadata.with(
                                "labels", Map.of("cluster.x-k8s.io/cluster-name", "blue", "pass", "" + pass)))
                .withAt(List.of("spec", "controlPlane", "deployment", "resources", "apiServer"), JsonObject.EMPTY)
                .withAt(List.of("spec", "controlPlane", "deployment", "strategy"), JsonObject.EMPTY);
        for (var path : UNKNOWN_TO_OLD_TYPES) {
            next = next.get(path.toArray(String[]::new)).isPresent() ? next.withAt(path, null) : next;
        }
        try {
            front.kubectl.replace(next);
            return true;
        } catch (ClusterException e) {
            assertThat(e.isConflict()).isTrue(); // its next pass puts again
            return false;
        }
    }

    @Test
    void put_atEachPassDuringCreation_makesOneRevisionAndLosesNothing() throws InterruptedException {
        front.kubectl.create(Front.blue()
                .spec(spec -> spec.networkProfile(network -> network.dnsServiceIPs(List.of("10.96.0.10"))))
                .build()
                .toCustomResource());
        var ends = new AtomicBoolean();
        var puts = new AtomicInteger();
        var provider = new Thread(() -> {
            while (!ends.get()) {
                if (put(puts.get())) {
                    puts.incrementAndGet();
                }
            }
        });
        provider.start();
        front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));
        ends.set(true);
        provider.join();
        front.await(
                BLUE,
                "observed",
                status -> status.number("observedGeneration")
                        .equals(front.get(BLUE).number("metadata", "generation")));

        assertThat(puts.get()).isGreaterThan(3);
        assertThat(deployment().number("metadata", "generation")).contains(1L);
        assertThat(front.get(BLUE).array("metadata", "finalizers").texts()).contains("finalizer.kamaji.clastix.io");
        assertThat(front.get(BLUE).texts("metadata", "labels"))
                .containsOnlyKeys("cluster.x-k8s.io/cluster-name", "pass");
    }

    @Test
    void put_ofAReadyTenant_writesNothingOfOurs() {
        front.make(Front.blue().build());
        put(0);
        front.await(
                BLUE,
                "observed",
                status -> status.number("observedGeneration")
                        .equals(front.get(BLUE).number("metadata", "generation")));
        front.settle();
        front.world.forget();
        var passes = front.passes(BLUE);

        var puts = 0;
        for (int i = 1; i <= 3; i++) {
            puts += put(i) ? 1 : 0;
        }

        until("another pass", SOON, () -> front.passes(BLUE) > passes);
        front.settle();
        assertThat(puts).isPositive();
        assertThat(front.world.admin().requests().writes()).isEqualTo(puts);
    }

    /** The provider makes workers' infrastructure from the endpoint, and 25 of cozystack's templates read the kubeconfig. */
    @Test
    void read_beforeAnyPodIsReady_findsEndpointAndSecrets() {
        front.close();
        front = Front.start(simulator -> simulator.deploymentsBecomeAvailable(Duration.ofSeconds(4)));
        front.kubectl.create(Front.blue().build().toCustomResource());

        front.await(
                BLUE, "reached", status -> status.text("controlPlaneEndpoint").isPresent());
        until(
                "its kubeconfig",
                SOON,
                () -> front.world
                        .admin()
                        .get(ResourceTypes.SECRET.ref(NAMESPACE, "blue-admin-kubeconfig"))
                        .isPresent());

        var status = front.get(BLUE).object("status");
        assertThat(status.text("kubernetesResources", "version", "status")).isNotEqualTo(Optional.of("Ready"));
        assertThat(status.number("kubernetesResources", "deployment", "readyReplicas")
                        .orElse(0L))
                .isZero();
        var port = Integer.parseInt(
                status.text("controlPlaneEndpoint").orElseThrow().replaceFirst(".*:", ""));
        assertThat(port).isLessThanOrEqualTo(Short.MAX_VALUE);
        var kubeconfig = front.get(ResourceTypes.SECRET.ref(NAMESPACE, "blue-admin-kubeconfig"));
        assertThat(kubeconfig.object("data").members()).containsKeys("admin.conf", "admin.svc", "super-admin.svc");
        assertThat(kubeconfig.texts("metadata", "labels"))
                .containsEntry("kamaji.clastix.io/project", "kamaji")
                .containsEntry("kamaji.clastix.io/component", "admin-kubeconfig");
        var authority = front.get(ResourceTypes.SECRET.ref(NAMESPACE, "blue-ca"));
        assertThat(authority.object("data").members()).containsKeys("ca.crt", "ca.key");
        assertThat(authority
                        .array("metadata", "ownerReferences")
                        .objects()
                        .findFirst()
                        .orElseThrow()
                        .text("kind"))
                .contains("TenantControlPlane");

        front.await(BLUE, "Ready", ready -> Front.is(ready, "Ready", "True"));
    }

    /** A Job of cozystack's puts the Service's address into certSANs once it is known. */
    @Test
    void certSans_changedLater_areInTheCertificateAndTheEndpointStays() {
        front.make(Front.blue().build());
        var endpoint = front.get(BLUE).text("status", "controlPlaneEndpoint");
        var secret = ResourceTypes.SECRET.ref(NAMESPACE, "blue-api-server-certificate");
        var before = front.get(secret).text("data", "apiserver.crt");

        front.patch(BLUE, "{spec: {networkProfile: {certSANs: [10.11.12.13]}}}");

        until(
                "another certificate",
                SOON,
                () -> !front.get(secret).text("data", "apiserver.crt").equals(before));
        front.await(BLUE, "Ready", status -> Front.is(status, "Ready", "True"));
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(front.get(secret)
                                        .text("data", "apiserver.crt")
                                        .orElseThrow()),
                        StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(front.get(BLUE).text("status", "controlPlaneEndpoint")).isEqualTo(endpoint);
    }

    private JsonObject deployment() {
        return front.get(ResourceTypes.DEPLOYMENT.ref(NAMESPACE, "blue"));
    }
}
