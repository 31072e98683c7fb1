package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.nats.NatsDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NatsDriverIT extends KineContract<NatsServer> {

    @Override
    Optional<String> missing() {
        return unless(
                NatsServer.available() && KineProcess.available(), "no nats-server and kine: set KAMAJI_BINARIES");
    }

    @Override
    NatsServer launch() {
        return NatsServer.start();
    }

    @Override
    protected DataStoreDriver driver() {
        return new NatsDriver();
    }

    @Override
    protected List<String> names() {
        return List.of("plain", "UPPER", "with_under-dash", "select", "x".repeat(63));
    }

    @Override
    protected TenantClient client(TenantAccount tenant) {
        return kine(store(), tenant);
    }

    private Set<String> streams() {
        try (var in = URI.create(server().monitoring() + "/jsz?streams=1&config=1")
                .toURL()
                .openStream()) {
            var all = new TreeSet<String>();
            var body = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            body.array("account_details")
                    .items()
                    .forEach(account -> ((JsonObject) account)
                            .array("stream_detail")
                            .items()
                            .forEach(stream ->
                                    all.add(((JsonObject) stream).text("name").orElseThrow() + " "
                                            + ((JsonObject) stream)
                                                    .number("state", "messages")
                                                    .orElse(0L) + " "
                                            + ((JsonObject) stream)
                                                    .number("state", "last_seq")
                                                    .orElse(0L))));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Set<String> contents() {
        var all = new TreeSet<String>();
        streams().stream()
                .filter(stream -> !stream.startsWith("KV_kamaji 0 "))
                .forEach(stream -> all.add(stream.substring(0, stream.lastIndexOf(' '))));
        return all;
    }

    @Override
    protected Object writeCount() {
        return streams();
    }

    @Test
    void ensure_secondTenant_isRefusedWithTheFirst() {
        driver().ensure(store(), tenant("first"));
        assertThatThrownBy(() -> driver().ensure(store(), tenant("second")))
                .isInstanceOf(DataStoreException.class)
                .hasMessageContainingAll("first", "contract/first", "contract/second");
        driver().drop(store(), tenant("second"));
        assertThat(driver().inspect(store(), tenant("first"))).isEmpty();
        driver().drop(store(), tenant("first"));
        driver().ensure(store(), tenant("second"));
        driver().drop(store(), tenant("second"));
    }

    @Test
    void validate_noBasicAuth_isAViolation() {
        var without = store().store().toBuilder()
                .spec(store().store().spec().toBuilder()
                        .basicAuth(Optional.empty())
                        .build())
                .build();
        assertThat(driver().validate(without)).anyMatch(v -> v.path().equals("spec.basicAuth"));
    }
}
