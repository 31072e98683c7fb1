package io.kamaji.datastore.nats;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.kine.KineDriver;
import io.kamaji.datastore.kine.KineEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One tenant on a NATS JetStream: a bucket, reached by kine with the datastore's own user.
 *
 * <p>NATS users come from the server's configuration and nothing makes one over the network, so a datastore holds one
 * tenant: its name is in bucket {@code kamaji}, and a second is refused with it. That mark keeps honest hosts apart; the
 * tenant's user is the datastore's and could change it: there is nothing to protect the administrator's rights from, and what can't be read there is refused. kine makes the tenant's bucket at its first start and refuses one
 * that it did not make, so this driver only deletes it. A bucket is named with letters, digits, {@code _} and {@code -}.
 *
 * <p>Endpoints are tried in their order; kine gets them all. Needs no client library. Thread-safe, without state; one
 * connection a call, closed with it. Source: NATS 2.15 client protocol and JetStream API; kine 0.17.5, driver nats.
 */
public final class NatsDriver extends KineDriver implements Measurable {
    /** What {@code spec.driver} says. */
    public static final String NAME = "NATS";

    private static final String KINES = "Holds kine key/values";
    private static final String CONTEXT_FILE = "nats.json";
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_-]+");

    /** With the defaults. */
    public NatsDriver() {
        super(NAME, "NATS needs the name and password of a user of the server's configuration, which the tenant uses");
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Credential credential() {
        return Credential.SHARED;
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(super.validate(tenant));
        if (!BUCKET.matcher(tenant.schema()).matches()) {
            found.add(new Violation(
                    "spec.dataStoreSchema",
                    JsonValue.of(tenant.schema()),
                    "must be letters, digits, '_' and '-' only: it names a bucket"));
        }
        if (tenant.schema().equals(NatsStore.REGISTRY)) {
            found.add(new Violation("spec.dataStoreSchema", JsonValue.of(tenant.schema()), "is kamaji's own bucket"));
        }
        return List.copyOf(found);
    }

    /**
     * {@inheritDoc} kine sends name and password as they stand in the URL, percent signs and all, so what needs escaping
     * goes into a file that it reads; so it does too where the tenant was given other credentials than the datastore's.
     */
    @Override
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var user = store.username().orElseThrow(() -> noUser(store));
        var password = store.password().orElseThrow(() -> noUser(store));
        boolean inUrl = KineEndpoint.plain(user)
                && KineEndpoint.plain(password)
                && user.equals(tenant.username())
                && password.equals(tenant.password());
        if (inUrl) {
            var more =
                    store.endpoints().stream().skip(1).map(e -> ",nats://" + e).collect(Collectors.joining());
            return KineEndpoint.of(
                            "nats://$(DB_USER):$(DB_PASSWORD)@$(DB_CONNECTION_STRING)?bucket=$(DB_SCHEMA)&noEmbed"
                                    + more)
                    .sharedCertificate()
                    .bind(store, tenant);
        }
        var urls = store.endpoints().stream().map(e -> "nats://" + e).collect(Collectors.joining(","));
        var context = JsonObject.of("url", urls, "user", user, "password", password);
        var path = StorageBinding.KINE_FOLDER + "/" + CONTEXT_FILE;
        return KineEndpoint.of("nats://?contextFile=" + path + "&bucket=$(DB_SCHEMA)&noEmbed")
                .sharedCertificate()
                .file(CONTEXT_FILE, context.toString())
                .bind(store, tenant);
    }

    private static DataStoreException noUser(ResolvedDataStore store) {
        return DataStoreException.refused(
                store, "", "it names no user", "Give spec.basicAuth: the tenant uses that user.", null);
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        try (var nats = NatsStore.open(store)) {
            return marked(nats, tenant) ? List.of() : List.of("owner mark of " + tenant.schema());
        }
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        try (var nats = NatsStore.open(store)) {
            if (!marked(nats, tenant)) {
                requireMine(nats, nats.claim(NatsStore.Mark.of(tenant)), tenant);
            }
        }
    }

    private static boolean marked(NatsStore nats, TenantAccount tenant) {
        var mark = nats.mark();
        mark.ifPresent(found -> requireMine(nats, found, tenant));
        if (mark.isEmpty()) {
            nats.bucket(tenant.schema())
                    .filter(description -> !takenOver(description, tenant))
                    .ifPresent(description -> {
                        throw nats.refused(
                                "bucket '" + tenant.schema() + "' is there and carries no mark of kamaji",
                                "Name another schema, or delete the bucket.");
                    });
        }
        return mark.isPresent();
    }

    // A tenant of the reference keeps its key prefix, which no new tenant has; its bucket is kine's.
    private static boolean takenOver(String description, TenantAccount tenant) {
        return description.equals(KINES) && !tenant.keyPrefix().equals("/" + tenant.schema());
    }

    private static void requireMine(NatsStore nats, NatsStore.Mark found, TenantAccount tenant) {
        if (!found.equals(NatsStore.Mark.of(tenant))) {
            throw nats.refused(
                    "it holds schema '" + found.schema() + "' of " + found.owner() + ", and NATS holds one tenant",
                    "Give " + tenant.owner() + " a datastore of its own, or drop the other tenant first.");
        }
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        try (var nats = NatsStore.open(store)) {
            var mark = nats.mark();
            if (mark.equals(Optional.of(NatsStore.Mark.of(tenant)))) {
                nats.delete(tenant.schema());
                nats.release();
            } else if (mark.isEmpty()
                    && nats.bucket(tenant.schema())
                            .filter(description -> takenOver(description, tenant))
                            .isPresent()) {
                nats.delete(tenant.schema());
            }
        }
    }

    @Override
    public void check(ResolvedDataStore store) {
        try (var nats = NatsStore.open(store)) {
            nats.ping();
        }
    }

    /** What JetStream reports of the bucket: keys that were deleted lately and old revisions count too, compressed. */
    @Override
    public Usage usage(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        try (var nats = NatsStore.open(store)) {
            return nats.usage(tenant.schema());
        }
    }
}
