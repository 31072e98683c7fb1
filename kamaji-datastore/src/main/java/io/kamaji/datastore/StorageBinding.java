package io.kamaji.datastore;

import io.kamaji.pki.CertificateSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How the control plane of a tenant reaches its store: flags, kine, certificates. Immutable.
 *
 * @param apiServerFlags flags of kube-apiserver with their values, {@code --etcd-servers} among them
 * @param kine the kine that translates, where the store is no etcd
 * @param clientCertificate the certificate that the tenant gets, signed by the store's CA (issuer {@link #AUTHORITY}); empty
 *     where it gets none of its own
 * @param files what else Secret {@code <tcp>-datastore-certificate} holds: {@code ca.crt}, and {@code server.crt} and
 *     {@code server.key} where they are the store's own; PEM by key
 * @param connectionString {@code DB_CONNECTION_STRING}; empty where there is none
 * @param maxReplicas how many pods may use it at once; {@link Integer#MAX_VALUE}: any number
 * @param warnings what should be known before it is used, for the plan
 */
public record StorageBinding(
        Map<String, String> apiServerFlags,
        Optional<KineBinding> kine,
        Optional<CertificateSpec> clientCertificate,
        Map<String, String> files,
        String connectionString,
        int maxReplicas,
        List<String> warnings) {

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

    public StorageBinding {
        apiServerFlags = Collections.unmodifiableMap(new LinkedHashMap<>(apiServerFlags));
        files = Map.copyOf(files);
        warnings = List.copyOf(warnings);
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
}
