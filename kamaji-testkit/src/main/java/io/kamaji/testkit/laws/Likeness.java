package io.kamaji.testkit.laws;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Objects as they are in every run: modulo key material, versions, times, and node ports that nobody asked for. Stateless. */
final class Likeness {
    /** Annotations that follow from key material. */
    private static final Set<String> SUMS =
            Set.of("kamaji.clastix.io/datastore-owner", "kamaji.clastix.io/config-hash");

    private Likeness() {}

    /** Those of both clusters, by {@code admin} or {@code tenant} and what they are. */
    static Map<String, JsonValue> of(Snapshot admin, Snapshot tenant) {
        var all = new LinkedHashMap<String, JsonValue>();
        admin.normalised().forEach((ref, object) -> all.put("admin " + ref, plain(object)));
        tenant.normalised().forEach((ref, object) -> all.put("tenant " + ref, plain(object)));
        return all;
    }

    private static JsonValue plain(JsonObject object) {
        var isSecret = object.text("kind").equals(Optional.of("Secret"));
        var bare = isSecret
                ? object.update("data", data -> {
                    var hidden = data;
                    for (var key : data.members().keySet()) {
                        hidden = hidden.with(key, key.equals("DB_SCHEMA") ? data.get(key) : "<credential>");
                    }
                    return hidden;
                })
                : object;
        return withoutSums("", withoutGivenPorts(bare));
    }

    /** A balancer's node ports are the next free ones: a dry run or an answer that was lost takes some. */
    private static JsonObject withoutGivenPorts(JsonObject object) {
        if (!object.text("spec", "type").equals(Optional.of("LoadBalancer"))) {
            return object;
        }
        var ports = object.array("spec", "ports")
                .map(port -> port.asObject()
                        .map(it -> (JsonValue) it.without("nodePort"))
                        .orElse(port));
        return object.update("spec", spec -> spec.with("ports", ports));
    }

    private static JsonValue withoutSums(String name, JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new TreeMap<String, JsonValue>();
            object.members().forEach((member, inner) -> members.put(member, withoutSums(member, inner)));
            return new JsonObject(members);
        } else if (value instanceof JsonArray array) {
            return array.map(item -> withoutSums("", item));
        }
        if (name.equals("kubeconfig")) { // cluster-info's, which carries the CA
            return JsonValue.of(
                    value.asText().orElseThrow().replaceAll("(certificate-authority-data:) \\S+", "$1 <CA>"));
        }
        if (name.equals("ca.crt")) {
            return JsonValue.of("<CA>");
        }
        return name.contains("checksum") || SUMS.contains(name) ? JsonValue.of("<sum>") : value;
    }
}
