package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.admission.Addresses;
import io.kamaji.testkit.simulator.internal.admission.ServiceAllocation;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import io.kamaji.testkit.simulator.internal.store.Key;
import io.kamaji.testkit.simulator.internal.store.Store;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * What all verbs share: store, kinds, clock, addresses, and who is told of changes. Writes synchronize on the store.
 * Thread-safe.
 */
public final class Cluster {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789"; // as the API: no vowels, no look-alikes

    private final Store store;
    private final Clock clock;
    private final Addresses addresses;
    private final Types types = new Types();
    private final Random random = new Random();
    private final ServiceAllocation services;
    private final List<BiConsumer<ServedType, JsonObject>> observers = new CopyOnWriteArrayList<>();

    public Cluster(Store store, Clock clock, Addresses addresses) {
        this.store = store;
        this.clock = clock;
        this.addresses = addresses;
        this.services = new ServiceAllocation(addresses);
    }

    public Store store() {
        return store;
    }

    public Types types() {
        return types;
    }

    public Addresses addresses() {
        return addresses;
    }

    ServiceAllocation services() {
        return services;
    }

    /** Calls, in the thread of the write and after it, with each object that was created or changed. */
    public void observe(BiConsumer<ServedType, JsonObject> observer) {
        observers.add(observer);
    }

    /** Tells them of an object. */
    public void tell(ServedType type, JsonObject object) {
        observers.forEach(observer -> observer.accept(type, object));
    }

    /** The time of the clock, in seconds, as the API writes it. */
    public String now() {
        return DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    String newUid() {
        return UUID.randomUUID().toString();
    }

    synchronized String suffix() {
        var suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return suffix.toString();
    }

    public Key key(ServedType type, String namespace, String name) {
        return new Key(type.qualified(), type.namespaced() ? namespace : "", name);
    }

    Optional<JsonObject> find(ServedType type, String namespace, String name) {
        return store.get(key(type, namespace, name));
    }

    JsonObject need(ServedType type, String namespace, String name) {
        return find(type, namespace, name).orElseThrow(() -> ApiError.notFound(type, name));
    }
}
