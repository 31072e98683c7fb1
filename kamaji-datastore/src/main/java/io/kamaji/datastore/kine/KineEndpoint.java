package io.kamaji.datastore.kine;

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
 * How kine is told of a tenant's store: its {@code --endpoint}, and flags, files and certificates beside it.
 *
 * <p>A value goes into the endpoint as {@code $(DB_…)} where it reads the same with and without escaping; else a name is
 * escaped in place, and a password goes into a file, as an argument can be read by whoever may read pods. Immutable; each
 * setter gives another one. Source: kine 0.17.5.
 */
public final class KineEndpoint {
    private static final String ADMINISTRATORS_CERTIFICATE =
            "the tenant's pods hold the administrator's client certificate, as the datastore has no private key of its CA:"
                    + " give spec.tlsConfig.certificateAuthority.privateKey, so that each tenant gets its own";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~-]+");

    private final String endpoint;
    private final Map<String, String> flags;
    private final Map<String, String> files;
    private final boolean ownCertificate;
    private final List<String> warnings;

    private KineEndpoint(
            String endpoint,
            Map<String, String> flags,
            Map<String, String> files,
            boolean ownCertificate,
            List<String> warnings) {
        this.endpoint = endpoint;
        this.flags = flags;
        this.files = files;
        this.ownCertificate = ownCertificate;
        this.warnings = warnings;
    }

    /**
     * One without further flags, files and warnings, where each tenant gets a client certificate of its own if the
     * datastore has the key of its CA.
     *
     * @param endpoint {@code --endpoint}, made with {@link #variable}
     */
    public static KineEndpoint of(String endpoint) {
        return new KineEndpoint(endpoint, Map.of(), Map.of(), true, List.of());
    }

    /** Whether a text is the same in a URL. */
    public static boolean plain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** The variable, such as {@code $(DB_SCHEMA)}, or the escaped text where it needs escaping. */
    public static String variable(String name, String text) {
        return plain(text) ? "$(" + name + ")" : escape(text);
    }

    /** Percent-encoded UTF-8, for any part of a URL. */
    public static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** With one more flag of kine, which a user's own goes before. */
    public KineEndpoint flag(String name, String value) {
        return new KineEndpoint(endpoint, with(flags, name, value), files, ownCertificate, warnings);
    }

    /** With one more file in {@link StorageBinding#KINE_FOLDER}; it may hold credentials. */
    public KineEndpoint file(String name, String text) {
        return new KineEndpoint(endpoint, flags, with(files, name, text), ownCertificate, warnings);
    }

    /** With one more thing to know before it is used, for the plan. */
    public KineEndpoint warning(String text) {
        var more = new ArrayList<>(warnings);
        more.add(text);
        return new KineEndpoint(endpoint, flags, files, ownCertificate, List.copyOf(more));
    }

    /** Where the tenant uses the datastore's own user, so that it has the datastore's own client certificate, too. */
    public KineEndpoint sharedCertificate() {
        return new KineEndpoint(endpoint, flags, files, false, warnings);
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        var more = new LinkedHashMap<>(all);
        more.put(name, value);
        return Map.copyOf(more);
    }

    /** All that the control plane of a tenant must be told, certificates as the datastore has them. */
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        var allFiles = new LinkedHashMap<>(files);
        var allFlags = new LinkedHashMap<>(flags);
        var notes = new ArrayList<>(warnings);
        Optional<CertificateSpec> own = Optional.empty();
        store.authorityPem().ifPresent(pem -> {
            allFiles.put("ca.crt", pem);
            allFlags.put("--ca-file", StorageBinding.KINE_FOLDER + "/ca.crt");
        });
        if (store.client().isPresent()) {
            allFlags.put("--cert-file", StorageBinding.KINE_FOLDER + "/server.crt");
            allFlags.put("--key-file", StorageBinding.KINE_FOLDER + "/server.key");
            if (ownCertificate && store.authority().isPresent()) {
                own = Optional.of(
                        CertificateSpec.client(StorageBinding.CLIENT, tenant.username(), StorageBinding.AUTHORITY));
            } else {
                allFiles.put("server.crt", store.client().orElseThrow().certificatePem());
                allFiles.put("server.key", store.client().orElseThrow().keyPem());
                if (ownCertificate) {
                    notes.add(ADMINISTRATORS_CERTIFICATE);
                }
            }
        }
        if (store.authorityPem().isEmpty() && store.client().isEmpty()) {
            notes.add("datastore " + store.name() + " has no spec.tlsConfig: whoever is on the way to it can read and"
                    + " change the tenant's data, and pass for the server to get at the administrator's password");
        }
        var apiServer = new LinkedHashMap<String, String>();
        apiServer.put("--etcd-servers", "unix:///uds/kine");
        apiServer.put("--etcd-prefix", tenant.keyPrefix());
        var binding = StorageBinding.builder(apiServer)
                .kine(new KineBinding(endpoint, Map.copyOf(allFlags), Optional.empty()))
                .files(allFiles)
                .connectionString(store.endpoints().get(0))
                .warnings(notes);
        own.ifPresent(binding::clientCertificate);
        return binding.build();
    }

    /** Shows the names of the files only. */
    @Override
    public String toString() {
        return "KineEndpoint[" + endpoint + ", flags=" + flags + ", files=" + files.keySet() + "]";
    }
}
