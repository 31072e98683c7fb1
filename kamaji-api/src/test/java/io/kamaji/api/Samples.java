package io.kamaji.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Custom resources that the reference's CRDs were seen to accept. */
final class Samples {
    static final List<String> TENANTS = List.of("tenant-minimal", "tenant-everything");
    static final List<String> DATA_STORES =
            List.of("datastore-etcd-main", "datastore-pg-main", "datastore-mysql-main", "datastore-nats-main");

    private Samples() {}

    static String text(String name) {
        try (var in = Samples.class.getResourceAsStream("samples/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CustomResource read(String name) {
        var text = text(name);
        return name.startsWith("tenant")
                ? TenantControlPlane.parse(text, UnknownFields.REFUSE)
                : name.startsWith("datastore")
                        ? DataStore.parse(text, UnknownFields.REFUSE)
                        : KubeconfigGenerator.parse(text, UnknownFields.REFUSE);
    }

    static TenantControlPlane minimal() {
        return (TenantControlPlane) read("tenant-minimal");
    }

    static TenantControlPlane everything() {
        return (TenantControlPlane) read("tenant-everything");
    }
}
