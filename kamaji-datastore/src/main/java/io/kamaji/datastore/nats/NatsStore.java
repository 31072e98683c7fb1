package io.kamaji.datastore.nats;

import io.kamaji.api.json.JsonObject;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.internal.Deadline;
import io.kamaji.datastore.internal.HostPort;
import io.kamaji.datastore.internal.StoreFailure;
import io.kamaji.datastore.internal.StoreSocketFactory;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the driver asks of JetStream, over a connection to the first endpoint that is up. Not thread-safe. Source: NATS
 * JetStream API; a key-value bucket is a stream {@code KV_<bucket>} on subjects {@code $KV.<bucket>.>}.
 */
final class NatsStore implements AutoCloseable {
    /** The bucket of the owner mark. */
    static final String REGISTRY = "kamaji";

    private static final String MARK = "$KV." + REGISTRY + ".tenant";
    // Numbers of JetStream's errors.
    private static final long NO_STREAM = 10059;
    private static final long NO_MESSAGE = 10037;
    private static final long WRONG_SEQUENCE = 10071;
    private static final long NAME_IN_USE = 10058;

    private final ResolvedDataStore store;
    private final NatsConnection connection;
    private final String endpoint;

    private NatsStore(ResolvedDataStore store, NatsConnection connection, String endpoint) {
        this.store = store;
        this.connection = connection;
        this.endpoint = endpoint;
    }

    /** Who has the datastore. */
    record Mark(String schema, String owner) {
        static Mark of(TenantAccount tenant) {
            return new Mark(tenant.schema(), tenant.owner());
        }
    }

    /** Connects, trying the endpoints in their order. */
    static NatsStore open(ResolvedDataStore store) {
        var deadline = Deadline.in(store.timeout());
        var problems = new ArrayList<String>();
        Exception last = new IOException("no endpoint");
        for (int i = 0; i < store.endpoints().size(); i++) {
            var declared = store.endpoints().get(i);
            try {
                var where = HostPort.parse(store.resolver().resolve(declared));
                var limit = deadline.share(store.endpoints().size() - i);
                var connection = StoreSocketFactory.with(
                        store, HostPort.parse(declared), () -> NatsConnection.open(store, where, limit, deadline));
                return new NatsStore(store, connection, declared);
            } catch (ProtocolException e) {
                throw DataStoreException.refused(
                        store,
                        declared,
                        "the administrator is refused: " + e.getMessage(),
                        "Check username and password of spec.basicAuth and the users, TLS settings and JetStream of the server's configuration.",
                        e);
            } catch (IOException | RuntimeException e) {
                last = e;
                problems.add(declared + ": " + StoreFailure.reason(e));
            }
        }
        throw StoreFailure.unreachable(store, String.join("; ", problems), last);
    }

    /** Whether JetStream answers. */
    void ping() {
        ask("$JS.API.INFO", "", "");
    }

    /** Who has this datastore, if anyone. */
    Optional<Mark> mark() {
        var answer = ask(
                "$JS.API.STREAM.MSG.GET.KV_" + REGISTRY,
                "",
                JsonObject.of("last_by_subj", MARK).toString(),
                NO_STREAM,
                NO_MESSAGE);
        return answer.text("message", "data").map(this::mark);
    }

    // The tenant's user is the datastore's, so it may have written anything there.
    private Mark mark(String data) {
        try {
            var mark = JsonObject.parse(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
            return new Mark(mark.text("schema").orElse(""), mark.text("owner").orElse(""));
        } catch (IllegalArgumentException e) {
            throw refused(
                    "the owner mark in bucket '" + REGISTRY + "' can't be read",
                    "Delete that bucket if no tenant uses this datastore.");
        }
    }

    /** Writes the mark if there is none; gives the one that is there then. */
    Mark claim(Mark mine) {
        var bucket = JsonObject.of(
                        "name",
                        "KV_" + REGISTRY,
                        "description",
                        "Which tenant control plane has this datastore",
                        "subjects",
                        List.of("$KV." + REGISTRY + ".>"),
                        "max_msgs_per_subject",
                        1,
                        "discard",
                        "new",
                        "storage",
                        "file",
                        "num_replicas",
                        1,
                        "allow_rollup_hdrs",
                        true,
                        "deny_delete",
                        true,
                        "allow_direct",
                        true)
                .toString();
        ask("$JS.API.STREAM.CREATE.KV_" + REGISTRY, "", bucket, NAME_IN_USE);
        ask(
                MARK,
                "Nats-Expected-Last-Subject-Sequence: 0",
                JsonObject.of("schema", mine.schema(), "owner", mine.owner()).toString(),
                WRONG_SEQUENCE);
        return mark().orElse(mine);
    }

    /** Removes the mark. */
    void release() {
        ask(
                "$JS.API.STREAM.PURGE.KV_" + REGISTRY,
                "",
                JsonObject.of("filter", MARK).toString(),
                NO_STREAM);
    }

    /** The description of a bucket; empty if there is no such bucket. */
    Optional<String> bucket(String name) {
        var answer = ask("$JS.API.STREAM.INFO.KV_" + name, "", "", NO_STREAM);
        return answer.has("config")
                ? Optional.of(answer.text("config", "description").orElse(""))
                : Optional.empty();
    }

    /** What a bucket takes; nothing if there is none. */
    Usage usage(String bucket) {
        var answer = ask("$JS.API.STREAM.INFO.KV_" + bucket, "", "", NO_STREAM);
        return new Usage(
                answer.number("state", "num_subjects").orElse(0L),
                answer.number("state", "bytes").orElse(0L),
                false);
    }

    /** Deletes a bucket with all that is in it; nothing if there is none. */
    void delete(String bucket) {
        ask("$JS.API.STREAM.DELETE.KV_" + bucket, "", "", NO_STREAM);
    }

    private JsonObject ask(String subject, String header, String payload, long... expectedErrors) {
        JsonObject answer;
        try {
            answer = connection.request(subject, header, payload);
        } catch (IllegalArgumentException e) {
            throw refused("an answer is no JSON", "Check that the endpoint is a NATS server with JetStream.");
        } catch (ProtocolException e) {
            throw DataStoreException.refused(
                    store,
                    endpoint,
                    String.valueOf(e.getMessage()),
                    "Turn on JetStream in the server's configuration, and let the user of spec.basicAuth use all of it.",
                    e);
        } catch (IOException e) {
            throw DataStoreException.unreachable(
                    store,
                    endpoint,
                    "the connection was lost: " + StoreFailure.reason(e),
                    "The next try goes on from where this one ended; see the server's log if it repeats.",
                    e);
        }
        var error = answer.number("error", "err_code");
        if (error.isPresent()) {
            for (long expected : expectedErrors) {
                if (error.get() == expected) {
                    return answer;
                }
            }
            throw refused(
                    "JetStream error " + error.get() + ", "
                            + answer.text("error", "description").orElse(""),
                    "See the server's log.");
        }
        return answer;
    }

    DataStoreException refused(String problem, String remedy) {
        return DataStoreException.refused(store, endpoint, problem, remedy, null);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // Answered or failed already; nothing is lost with the connection.
            return;
        }
    }
}
