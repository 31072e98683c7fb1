package io.kamaji.testkit.laws;

import io.kamaji.testkit.ApiServerSimulator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every value that the Secrets of an admin cluster ever held, as far as it was looked at: a credential that was stored must not
 * be replaced unasked. Values are base64, as in the API; {@code toString} shows none. Thread-safe.
 */
public final class CredentialLog {
    private final ApiServerSimulator admin;
    private final Map<String, Set<String>> values = new TreeMap<>();

    CredentialLog(ApiServerSimulator admin, Map<String, Set<String>> before) {
        this.admin = admin;
        before.forEach((key, known) -> values.put(key, new LinkedHashSet<>(known)));
        note();
    }

    /** Looks at what is stored now. */
    public synchronized void note() {
        for (var secret : admin.objects().ofKind("Secret").objects()) {
            var name = secret.text("metadata", "name").orElseThrow();
            secret.texts("data")
                    .forEach((key, value) -> values.computeIfAbsent(name + "/" + key, unused -> new LinkedHashSet<>())
                            .add(value));
        }
    }

    /** Forgets all but what is stored now. */
    public synchronized void forget() {
        values.clear();
        note();
    }

    /** What was replaced after it had been stored, as {@code secret/key}. */
    public synchronized Set<String> replaced() {
        var replaced = new TreeSet<String>();
        values.forEach((key, known) -> {
            if (known.size() > 1) {
                replaced.add(key);
            }
        });
        return replaced;
    }

    /** How often the value that was replaced most often was replaced. */
    public synchronized int mostReplacements() {
        return values.values().stream().mapToInt(Set::size).max().orElse(1) - 1;
    }

    /** Each value that was ever stored, by {@code secret/key}. */
    public synchronized Map<String, Set<String>> values() {
        var copy = new TreeMap<String, Set<String>>();
        values.forEach((key, known) -> copy.put(key, Set.copyOf(known)));
        return copy;
    }

    @Override
    public synchronized String toString() {
        return "CredentialLog" + values.keySet();
    }
}
