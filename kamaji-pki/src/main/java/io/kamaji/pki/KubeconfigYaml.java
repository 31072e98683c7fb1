package io.kamaji.pki;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a {@link Kubeconfig}. Stateless. */
final class KubeconfigYaml {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());

    /** What would be lost, and with it the access or its safety, by field and reason. */
    private static final Map<String, String> CLUSTER_REFUSED = Map.of(
            "certificate-authority", "is a file; embed it as certificate-authority-data",
            "insecure-skip-tls-verify", "leaves the server unverified",
            "proxy-url", "is not supported");

    private static final Map<String, String> USER_REFUSED = Map.of(
            "client-certificate", "is a file; embed it as client-certificate-data",
            "client-key", "is a file; embed it as client-key-data",
            "tokenFile", "is a file; embed it as token",
            "exec", "is a command, not a credential",
            "auth-provider", "is a plugin, not a credential",
            "username", "is of basic authentication, which Kubernetes no longer has",
            "as", "impersonates",
            "as-uid", "impersonates",
            "as-groups", "impersonates",
            "as-user-extra", "impersonates");

    private KubeconfigYaml() {}

    static String write(Kubeconfig config) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode cluster = json.objectNode();
        if (!config.certificateAuthorityPem().isEmpty()) {
            cluster.put("certificate-authority-data", encode(config.certificateAuthorityPem()));
        }
        cluster.put("server", config.server());
        config.tlsServerName().ifPresent(name -> cluster.put("tls-server-name", name));
        ObjectNode context =
                json.objectNode().put("cluster", config.clusterName()).put("user", config.userName());
        ObjectNode user = json.objectNode();
        config.client()
                .ifPresent(client -> user.put("client-certificate-data", encode(client.certificatePem()))
                        .put("client-key-data", encode(client.keyPem())));
        config.token().ifPresent(token -> user.put("token", token));

        ObjectNode root = json.objectNode();
        root.put("apiVersion", "v1");
        root.set(
                "clusters",
                one(json.objectNode().<ObjectNode>set("cluster", cluster).put("name", config.clusterName())));
        root.set(
                "contexts",
                one(json.objectNode().<ObjectNode>set("context", context).put("name", config.contextName())));
        root.put("current-context", config.contextName());
        root.put("kind", "Config");
        root.set("users", one(json.objectNode().put("name", config.userName()).set("user", user)));
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text can be written", e);
        }
    }

    private static ArrayNode one(JsonNode element) {
        return JsonNodeFactory.instance.arrayNode().add(element);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Kubeconfig read(String yaml) {
        JsonNode root = tree(yaml);
        if (!root.isObject() || !root.path("kind").asText("Config").equals("Config")) {
            throw new PkiException("not a kubeconfig: it is no object of kind Config");
        }
        JsonNode context = context(root);
        String clusterName = text(context, "cluster", "the context").orElseThrow(() -> missing("context", "cluster"));
        String userName = text(context, "user", "the context").orElseThrow(() -> missing("context", "user"));
        JsonNode cluster = named(root, "clusters", "cluster", clusterName);
        JsonNode user = named(root, "users", "user", userName);
        refuse(cluster, CLUSTER_REFUSED, "cluster '" + clusterName + "'");
        refuse(user, USER_REFUSED, "user '" + userName + "'");
        return new Kubeconfig(
                clusterName,
                text(cluster, "server", clusterName)
                        .orElseThrow(() -> missing("cluster '" + clusterName + "'", "server")),
                decode(cluster, "certificate-authority-data").orElse(""),
                text(cluster, "tls-server-name", clusterName),
                userName,
                client(user, userName),
                text(user, "token", userName));
    }

    private static JsonNode tree(String yaml) {
        try {
            return Optional.ofNullable(YAML.readTree(yaml)).orElse(MissingNode.getInstance());
        } catch (JsonProcessingException e) {
            // without the cause: it quotes the text, in which keys may be
            throw new PkiException("not a kubeconfig: not YAML, line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
        }
    }

    private static JsonNode context(JsonNode root) {
        Optional<String> current = text(root, "current-context", "the kubeconfig");
        JsonNode contexts = root.path("contexts");
        if (current.isEmpty() && contexts.size() == 1) {
            return contexts.path(0).path("context");
        }
        return named(
                root,
                "contexts",
                "context",
                current.orElseThrow(() -> new PkiException(
                        "the kubeconfig has " + contexts.size() + " contexts and none that is current")));
    }

    private static JsonNode named(JsonNode root, String list, String kind, String name) {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : root.path(list)) {
            names.add(entry.path("name").asText());
            if (entry.path("name").asText().equals(name)) {
                return entry.path(kind);
            }
        }
        throw new PkiException("the kubeconfig has no " + kind + " '" + name + "' but " + names);
    }

    private static void refuse(JsonNode node, Map<String, String> refused, String where) {
        node.fieldNames().forEachRemaining(field -> {
            JsonNode value = node.path(field);
            boolean unset = value.isNull()
                    || value.isBoolean() && !value.asBoolean()
                    || value.isTextual() && value.asText().isEmpty();
            if (refused.containsKey(field) && !unset) {
                throw new PkiException(where + ": " + field + " " + refused.get(field));
            }
        });
    }

    private static Optional<KeyedCertificate> client(JsonNode user, String name) {
        Optional<String> certificate = decode(user, "client-certificate-data");
        Optional<String> key = decode(user, "client-key-data");
        if (certificate.isPresent() != key.isPresent()) {
            throw new PkiException("user '" + name + "': only one of client-certificate-data and client-key-data");
        }
        try {
            return certificate.map(pem -> KeyedCertificate.parse(pem, key.orElseThrow()));
        } catch (PkiException e) {
            throw new PkiException("user '" + name + "': " + e.getMessage(), e);
        }
    }

    private static Optional<String> decode(JsonNode node, String field) {
        try {
            return text(node, field, field)
                    .map(data ->
                            new String(Base64.getDecoder().decode(data.replaceAll("\\s", "")), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new PkiException(field + " of the kubeconfig is not base64");
        }
    }

    private static Optional<String> text(JsonNode node, String field, String where) {
        JsonNode value = node.path(field);
        if (value.isContainerNode()) {
            throw new PkiException(where + ": " + field + " is not text");
        }
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty()
                ? Optional.empty()
                : Optional.of(value.asText());
    }

    private static PkiException missing(String where, String field) {
        return new PkiException("the kubeconfig has no " + field + " in its " + where);
    }
}
