package io.kamaji.examples.cli;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All about a tenant that the admin cluster knows, for those who help: YAML documents. Secrets without their content; values of
 * flags, variables and annotations whose names sound like a secret are left out.
 */
final class Report {
    private static final String HIDDEN = "(left out)";
    private static final List<ResourceType> KINDS = List.of(
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.POD,
            ResourceTypes.SERVICE,
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.SECRET);

    private Report() {}

    static String of(ObjectRef ref, ClusterClient admin) {
        var tenant = Reading.require(ref, admin);
        var all = new ArrayList<JsonObject>();
        all.add(tenant);
        tenant.text("status", "storage", "dataStoreName")
                .flatMap(name -> admin.get(ResourceTypes.DATA_STORE.ref(name)))
                .ifPresent(all::add);
        for (var type : KINDS) {
            all.addAll(
                    admin.list(ListRequest.of(type, ref.namespace().orElse(""), "kamaji.clastix.io/name=" + ref.name()))
                            .items());
        }
        var text = new StringBuilder("# " + ref + ", asked of " + admin.server() + "\n");
        text.append(
                Reason.of(ref, admin).lines().map(line -> "# " + line + "\n").reduce("", String::concat));
        all.forEach(object -> text.append("---\n").append(redacted(object).toYaml()));
        return text.toString();
    }

    static JsonObject redacted(JsonObject object) {
        var kept = object.update(
                "metadata",
                metadata -> metadata.without("managedFields")
                        .update("annotations", all -> all.without("kubectl.kubernetes.io/last-applied-configuration")));
        if (object.text("kind").equals(Optional.of("Secret"))) {
            for (var member : List.of("data", "stringData")) {
                kept = kept.get(member).isPresent() ? kept.update(member, Report::sizes) : kept;
            }
        }
        return hide("", kept).asObject().orElseThrow();
    }

    private static JsonObject sizes(JsonObject data) {
        var sizes = data;
        for (var entry : data.members().entrySet()) {
            sizes = sizes.with(
                    entry.getKey(), entry.getValue().asText().orElse("").length() + " characters");
        }
        return sizes;
    }

    private static JsonValue hide(String name, JsonValue value) {
        if (value instanceof JsonObject object) {
            var changed = object;
            var secretValue = object.text("name").filter(Report::soundsSecret).isPresent();
            for (var member : object.members().entrySet()) {
                var own = secretValue && member.getKey().equals("value") ? "password" : member.getKey();
                changed = changed.with(member.getKey(), hide(own, member.getValue()));
            }
            return changed;
        } else if (value instanceof JsonArray array) {
            return array.map(item -> hide(name, item));
        }
        var text = value.asText();
        if (text.isEmpty()) {
            return value;
        }
        var flag = text.get().indexOf('=');
        if (text.get().startsWith("-") && flag > 0 && soundsSecret(text.get().substring(0, flag))) {
            return JsonValue.of(text.get().substring(0, flag + 1) + HIDDEN);
        }
        return soundsSecret(name) && !name.endsWith("Name") ? JsonValue.of(HIDDEN) : withoutAccount(text.get());
    }

    /** {@code postgres://user:password@host} without the password. */
    private static JsonValue withoutAccount(String text) {
        return JsonValue.of(text.replaceAll("(://[^/@:\\s]*):[^/@\\s]*@", "$1:" + HIDDEN + "@"));
    }

    /** Files are named after what is in them: {@code --tls-private-key-file} tells nothing. */
    private static boolean soundsSecret(String name) {
        return name.matches("(?i).*(password|passwd|token|secret-?key|api-?key|credential).*")
                && !name.matches("(?i).*(file|path|name|ref)$");
    }
}
