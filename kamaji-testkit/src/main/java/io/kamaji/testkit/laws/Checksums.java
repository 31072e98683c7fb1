package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.simulator.Snapshot;
import java.util.HashMap;
import java.util.Map;

/** The sums that a pod template names of the Secrets and ConfigMaps that its pods mount. Stateless. */
final class Checksums {
    private static final String NAMED = "checksum.kamaji.clastix.io/";
    private static final String STORED = "kamaji.clastix.io/checksum";

    private Checksums() {}

    /** Checks that each Deployment names the sums of what is stored. */
    static void requireTrue(Snapshot objects) {
        for (var deployment : objects.ofKind("Deployment").objects()) {
            var tenant = deployment.text("metadata", "name").orElseThrow();
            var named = new HashMap<String, String>();
            var stored = new HashMap<String, String>();
            deployment.texts("spec", "template", "metadata", "annotations").forEach((key, sum) -> {
                if (key.startsWith(NAMED)) {
                    var name = tenant + "-" + key.substring(NAMED.length());
                    named.put(name, sum);
                    stored.putAll(sums(objects, name));
                }
            });
            assertThat(named)
                    .as("sums that Deployment " + tenant + " names")
                    .isEqualTo(stored)
                    .hasSizeGreaterThan(5);
        }
    }

    private static Map<String, String> sums(Snapshot objects, String name) {
        var sums = new HashMap<String, String>();
        for (var object : objects.objects()) {
            var sum = object.texts("metadata", "annotations").get(STORED);
            if (sum != null && object.text("metadata", "name").orElseThrow().equals(name)) {
                sums.put(name, sum);
            }
        }
        return sums;
    }
}
