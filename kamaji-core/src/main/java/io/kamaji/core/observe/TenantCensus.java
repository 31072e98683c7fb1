package io.kamaji.core.observe;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.internal.Names;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tenants of an admin cluster by the Secrets with their accounts, {@code <tcp>-datastore-config}, whatever source they are from:
 * the first that is there of a tenant, and the last that goes. Stateless.
 */
public final class TenantCensus {
    private static final String ACCOUNTS = Labels.PROJECT + "=kamaji," + Labels.COMPONENT + "=" + Names.STORAGE_CONFIG;

    /** As they were made: in the second that is recorded, by their versions, which are numbers that only grow. */
    private static final Comparator<JsonObject> BY_AGE = Comparator.comparing((JsonObject account) ->
                    account.text("metadata", "creationTimestamp").orElse(""))
            .thenComparing(TenantCensus::version, Comparator.comparingInt(String::length))
            .thenComparing(TenantCensus::version);

    private TenantCensus() {}

    /** One list of Secrets, without their content; accounts in further stores do not count. Oldest first. */
    public static Map<ObjectRef, JsonObject> accounts(ClusterClient admin, Optional<String> namespace) {
        var accounts = new LinkedHashMap<ObjectRef, JsonObject>();
        admin.list(new ListRequest(ResourceTypes.SECRET, namespace, ACCOUNTS, true)).items().stream()
                .sorted(BY_AGE)
                .forEach(secret -> tenant(secret).ifPresent(tenant -> accounts.put(tenant, secret)));
        return accounts;
    }

    private static Optional<ObjectRef> tenant(JsonObject secret) {
        return secret.text("metadata", "labels", Labels.NAME)
                .map(name ->
                        new TenantObjects(secret.text("metadata", "namespace").orElse(""), name))
                .filter(names -> secret.text("metadata", "name")
                        .equals(Optional.of(names.storageConfig().name())))
                .map(TenantObjects::ref);
    }

    private static String version(JsonObject account) {
        return account.text("metadata", "resourceVersion").orElse("");
    }
}
