package io.kamaji.datastore.internal;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.Endpoints;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.StorageBinding.KineBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.CertificateSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The binding of a tenant that reaches its store through kine. Stateless.
 *
 * <p>A value goes into the endpoint as {@code $(DB_…)} where it reads the same with and without escaping; else a name is
 * escaped in place, and a password goes into a file, as an argument can be read by whoever may read pods.
 */
public final class KineBindings {
    private static final String WARNING =
            "the tenant's pods hold the administrator's client certificate, as the datastore has no private key of its CA:"
                    + " give spec.tlsConfig.certificateAuthority.privateKey, so that each tenant gets its own";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]+");

    private KineBindings() {}

    /** Endpoints and the administrator's name and password are there. */
    public static List<Violation> validate(DataStore store, String why) {
        var found = new ArrayList<>(Endpoints.validate(store));
        if (store.spec().basicAuth().isEmpty()) {
            found.add(new Violation("spec.basicAuth", JsonValue.NULL, why));
        }
        return List.copyOf(found);
    }

    /** Whether a text is the same in a URL. */
    public static boolean plain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** The variable, or the escaped text where it needs escaping. */
    public static String variable(String name, String text) {
        return plain(text) ? "$(" + name + ")" : escape(text);
    }

    /** Percent-encoded UTF-8, for any part of a URL. */
    public static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** All of it, from what differs by driver: kine's endpoint and files besides the certificates. */
    public static StorageBinding of(
            ResolvedDataStore store,
            TenantAccount tenant,
            String endpoint,
            Map<String, String> moreFiles,
            boolean ownCertificate,
            List<String> warnings) {
        var files = new LinkedHashMap<>(moreFiles);
        var flags = new LinkedHashMap<String, String>();
        var notes = new ArrayList<>(warnings);
        Optional<CertificateSpec> own = Optional.empty();
        store.authorityPem().ifPresent(pem -> {
            files.put("ca.crt", pem);
            flags.put("--ca-file", StorageBinding.KINE_FOLDER + "/ca.crt");
        });
        if (store.client().isPresent()) {
            flags.put("--cert-file", StorageBinding.KINE_FOLDER + "/server.crt");
            flags.put("--key-file", StorageBinding.KINE_FOLDER + "/server.key");
            if (ownCertificate && store.authority().isPresent()) {
                own = Optional.of(
                        CertificateSpec.client(StorageBinding.CLIENT, tenant.username(), StorageBinding.AUTHORITY));
            } else {
                files.put("server.crt", store.client().orElseThrow().certificatePem());
                files.put("server.key", store.client().orElseThrow().keyPem());
                if (ownCertificate) {
                    notes.add(WARNING);
                }
            }
        }
        var apiServer = new LinkedHashMap<String, String>();
        apiServer.put("--etcd-servers", "unix:///uds/kine");
        apiServer.put("--etcd-prefix", tenant.keyPrefix());
        return new StorageBinding(
                apiServer,
                Optional.of(new KineBinding(endpoint, Map.copyOf(flags), Optional.empty())),
                own,
                files,
                store.endpoints().get(0),
                Integer.MAX_VALUE,
                notes);
    }
}
