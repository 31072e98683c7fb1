package io.kamaji.examples.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the webhook's certificate comes from: of an authority of our own, both in a Secret that all replicas share, or from
 * files of others. {@link #refresh()} is to be called again and again: it renews what has a third of its lifetime left, and
 * keeps the {@code caBundle} of the webhook configurations that of the authority.
 */
final class WebhookCertificates {
    /** Holds ca.crt, ca.key, tls.crt and tls.key. */
    static final String SECRET = "kamaji-webhook-server-cert";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCertificates.class);
    private static final String AUTHORITY = "ca";
    private static final String SERVER = "tls";
    private static final int CONFLICT = 409;

    private final ClusterClient admin;
    private final OperatorConfig config;
    private final ServingCertificate serving;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    WebhookCertificates(ClusterClient admin, OperatorConfig config, ServingCertificate serving, InstantSource clock) {
        this.admin = admin;
        this.config = config;
        this.serving = serving;
        this.clock = clock;
    }

    /** Makes, renews or reads again, as it is needed. */
    void refresh() throws IOException {
        if (config.webhookCertificates().isPresent()) {
            var folder = config.webhookCertificates().get();
            use(KeyedCertificate.parse(read(folder, "tls.crt"), read(folder, "tls.key")));
            return;
        }
        var pair = stored();
        use(pair.get(SERVER));
        for (var type : List.of(ResourceTypes.VALIDATING_WEBHOOKS, ResourceTypes.MUTATING_WEBHOOKS)) {
            trust(
                    type.ref(Install.webhookConfiguration(type)),
                    pair.get(AUTHORITY).certificatePem());
        }
    }

    private static String read(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void use(KeyedCertificate pair) {
        if (!serving.get().equals(Optional.of(pair))) {
            LOG.info("the webhook is served with {}", pair);
            serving.set(pair);
        }
    }

    /** As the Secret has it after this; of two replicas that write at once one reads what the other wrote. */
    private Map<String, KeyedCertificate> stored() {
        var ref = ResourceTypes.SECRET.ref(config.ownNamespace(), SECRET);
        for (int tries = 0; ; tries++) {
            var live = admin.get(ref);
            var wanted = tree().reconcile(current(live), Issuance.of(clock.instant(), random));
            if (wanted.issued().isEmpty()) {
                return wanted.certificates();
            }
            try {
                write(ref, live, wanted.certificates());
                return wanted.certificates();
            } catch (ClusterException e) {
                if (e.code() != CONFLICT || tries == 2) {
                    throw e;
                }
            }
        }
    }

    private CertificateTree tree() {
        var service = config.webhookService() + "." + config.ownNamespace() + ".svc";
        return CertificateTree.of(List.of(
                CertificateSpec.authority(AUTHORITY, "kamaji-webhook-ca"),
                CertificateSpec.server(SERVER, service, AUTHORITY, SubjectAltNames.of(service))));
    }

    private static Map<String, KeyedCertificate> current(Optional<JsonObject> secret) {
        var current = new HashMap<String, KeyedCertificate>();
        for (var name : List.of(AUTHORITY, SERVER)) {
            var certificate = secret.flatMap(found -> found.text("data", name + ".crt"));
            var key = secret.flatMap(found -> found.text("data", name + ".key"));
            if (certificate.isPresent() && key.isPresent()) {
                try {
                    current.put(name, KeyedCertificate.parse(decode(certificate.get()), decode(key.get())));
                } catch (PkiException | IllegalArgumentException e) {
                    LOG.warn("{} of Secret {} can't be read and is made anew: {}", name, SECRET, e.getMessage());
                }
            }
        }
        return current;
    }

    private void write(ObjectRef ref, Optional<JsonObject> live, Map<String, KeyedCertificate> pairs) {
        var data = new LinkedHashMap<String, String>();
        pairs.forEach((name, pair) -> {
            data.put(name + ".crt", encode(pair.certificatePem()));
            data.put(name + ".key", encode(pair.keyPem()));
        });
        if (live.isPresent()) {
            admin.replace(live.get().with("data", data));
        } else {
            admin.create(JsonObject.of(
                    "apiVersion", ref.apiVersion(),
                    "kind", ref.kind(),
                    "metadata", Map.of("name", ref.name(), "namespace", config.ownNamespace()),
                    "type", "kubernetes.io/tls",
                    "data", data));
        }
        LOG.info("wrote the webhook's certificate to {}", ref);
    }

    /** Writes only where another authority is trusted. */
    private void trust(ObjectRef ref, String authority) {
        var live = admin.get(ref);
        var patch = new ArrayList<JsonObject>();
        var webhooks = live.map(found -> found.array("webhooks")).orElse(JsonArray.EMPTY);
        for (int i = 0; i < webhooks.size(); i++) {
            var trusted = webhooks.get(i).asObject().flatMap(webhook -> webhook.text("clientConfig", "caBundle"));
            if (!trusted.equals(Optional.of(encode(authority)))) {
                patch.add(JsonObject.of(
                        "op", "add", "path", "/webhooks/" + i + "/clientConfig/caBundle", "value", encode(authority)));
            }
        }
        if (!patch.isEmpty()) {
            patch.add(
                    0,
                    JsonObject.of(
                            "op",
                            "test",
                            "path",
                            "/metadata/resourceVersion",
                            "value",
                            live.flatMap(found -> found.text("metadata", "resourceVersion"))
                                    .orElse("")));
            admin.patch(ref, PatchType.JSON, JsonArray.of(patch.toArray()), "");
            LOG.info("{} trusts the webhook's authority", ref);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
