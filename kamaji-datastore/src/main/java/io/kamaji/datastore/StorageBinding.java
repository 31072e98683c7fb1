package io.kamaji.datastore;

import io.kamaji.pki.CertificateSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the control plane of a tenant reaches its store: flags, kine, certificates. Immutable; its text form shows no content of
 * a file.
 */
public final class StorageBinding {
    /** Name of the store's CA in the certificate tree. */
    public static final String AUTHORITY = "datastore-ca";

    /** Name of the tenant's client certificate in the certificate tree. */
    public static final String CLIENT = "datastore-client";

    /** Folder of the certificate files in the API server's container, for drivers without kine. */
    public static final String API_SERVER_FOLDER = "/etc/kubernetes/pki/etcd";

    /** Folder of the certificate files in kine's container. */
    public static final String KINE_FOLDER = "/certs";

    /** Folder of the data volume in kine's container. */
    public static final String KINE_DATA_FOLDER = "/var/lib/kine";

    private final Map<String, String> apiServerFlags;
    private final Optional<KineBinding> kine;
    private final Optional<CertificateSpec> clientCertificate;
    private final Map<String, String> files;
    private final String connectionString;
    private final int maxReplicas;
    private final List<String> warnings;

    private StorageBinding(Builder builder) {
        apiServerFlags = Collections.unmodifiableMap(new LinkedHashMap<>(builder.apiServerFlags));
        kine = builder.kine;
        clientCertificate = builder.clientCertificate;
        files = Map.copyOf(builder.files);
        connectionString = builder.connectionString;
        maxReplicas = builder.maxReplicas;
        warnings = List.copyOf(builder.warnings);
    }

    /** @param apiServerFlags flags of kube-apiserver with their values, {@code --etcd-servers} among them */
    public static Builder builder(Map<String, String> apiServerFlags) {
        return new Builder(apiServerFlags);
    }

    public Builder toBuilder() {
        var builder = builder(apiServerFlags)
                .files(files)
                .connectionString(connectionString)
                .maxReplicas(maxReplicas)
                .warnings(warnings);
        builder.kine = kine;
        builder.clientCertificate = clientCertificate;
        return builder;
    }

    /** Flags of kube-apiserver with their values, {@code --etcd-servers} among them. */
    public Map<String, String> apiServerFlags() {
        return apiServerFlags;
    }

    /** The kine that translates, where the store is no etcd. */
    public Optional<KineBinding> kine() {
        return kine;
    }

    /** The tenant's certificate, signed by the store's CA (issuer {@link #AUTHORITY}); empty where it gets none of its own. */
    public Optional<CertificateSpec> clientCertificate() {
        return clientCertificate;
    }

    /**
     * What else Secret {@code <tcp>-datastore-certificate} holds: {@code ca.crt}, and {@code server.crt} and
     * {@code server.key} where they are the store's own; PEM by key.
     */
    public Map<String, String> files() {
        return files;
    }

    /** {@code DB_CONNECTION_STRING}; empty where there is none. */
    public String connectionString() {
        return connectionString;
    }

    /** How many pods may use the store at once; {@link Integer#MAX_VALUE}: any number. */
    public int maxReplicas() {
        return maxReplicas;
    }

    /** What should be known before the store is used, for the plan. */
    public List<String> warnings() {
        return warnings;
    }

    /** Two bindings are equal if they tell the control plane the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StorageBinding that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(apiServerFlags, kine, clientCertificate, files, connectionString, maxReplicas, warnings);
    }

    /** Shows the names of the files only: keys and passwords are in them. */
    @Override
    public String toString() {
        return "StorageBinding[apiServerFlags=" + apiServerFlags + ", kine=" + kine + ", clientCertificate="
                + clientCertificate + ", files=" + new TreeSet<>(files.keySet()) + ", connectionString="
                + connectionString + ", maxReplicas=" + maxReplicas + ", warnings=" + warnings + "]";
    }

    /**
     * @param endpoint {@code --endpoint}, with {@code $(DB_USER)}, {@code $(DB_PASSWORD)}, {@code $(DB_CONNECTION_STRING)}
     *     and {@code $(DB_SCHEMA)} where the credentials go (from the environment)
     * @param flags further flags of kine with their values; a user's own go before them
     * @param volume where kine keeps its file, for SQLite; mounted at {@link #KINE_DATA_FOLDER}
     */
    public record KineBinding(String endpoint, Map<String, String> flags, Optional<DataVolume> volume) {}

    /**
     * A volume for the data.
     *
     * @param claim whether it is a claim that outlives the pod (else an emptyDir)
     * @param storageClassName class of the claim; empty: the cluster's default
     * @param size of the claim, a quantity
     */
    public record DataVolume(boolean claim, Optional<String> storageClassName, String size) {}

    /** No kine, no certificate, no files, any number of replicas. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> apiServerFlags;
        private Optional<KineBinding> kine = Optional.empty();
        private Optional<CertificateSpec> clientCertificate = Optional.empty();
        private Map<String, String> files = Map.of();
        private String connectionString = "";
        private int maxReplicas = Integer.MAX_VALUE;
        private List<String> warnings = List.of();

        private Builder(Map<String, String> apiServerFlags) {
            this.apiServerFlags = apiServerFlags;
        }

        public Builder kine(KineBinding value) {
            kine = Optional.of(value);
            return this;
        }

        public Builder clientCertificate(CertificateSpec value) {
            clientCertificate = Optional.of(value);
            return this;
        }

        public Builder files(Map<String, String> pemByKey) {
            files = pemByKey;
            return this;
        }

        public Builder connectionString(String value) {
            connectionString = value;
            return this;
        }

        public Builder maxReplicas(int value) {
            maxReplicas = value;
            return this;
        }

        public Builder warnings(List<String> values) {
            warnings = values;
            return this;
        }

        public StorageBinding build() {
            return new StorageBinding(this);
        }
    }
}
