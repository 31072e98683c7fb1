package io.kamaji.core.metrics;

import io.kamaji.core.event.DataStoreReported;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;

/** DataStores, and how they are. Thread-safe. */
final class DataStoreMeters {
    private final Rows<String> info;
    private final Rows<String> status;
    private final Rows<String> current;

    DataStoreMeters(MeterRegistry registry) {
        info = new Rows<>(registry, "kamaji.datastore.info", "DataStores, and what they are");
        status = new Rows<>(registry, "kamaji.datastore.status", "DataStores, and how they are");
        current = new Rows<>(registry, "kamaji.datastores.current", "DataStores that are ready, and that are not");
    }

    void reported(DataStoreReported event) {
        var name = event.tenant().name();
        if (event.driver().isEmpty()) {
            info.remove(name);
            status.remove(name);
            current.remove(name);
            return;
        }
        var named = Tags.of("datastore_name", name);
        var ready = event.valid().equals("True");
        info.fact(name, named.and("driver", event.driver().get()));
        status.fact(name, named.and("status", event.valid(), "ready", String.valueOf(ready)));
        var both = new LinkedHashMap<Tags, Double>();
        for (var each : new boolean[] {true, false}) {
            both.put(
                    named.and(
                            "ready",
                            String.valueOf(each),
                            "driver",
                            event.driver().get()),
                    each == ready ? 1.0 : 0.0);
        }
        current.set(name, both);
    }
}
