package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.datastore.EndpointResolver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No text form shows a key or a password: of all that can be had from the front door and the drivers, down to the last
 * value in it. JSON is the wire form and shows what it holds; whoever holds a Secret as JSON must not print it.
 */
class SecrecyTest {
    private static final TenantControlPlane BLUE = Blue.spec().konnectivity().build();
    /** Of base64, enough to tell keys apart and nothing else. */
    private static final int TELLING = 40;

    @Test
    void toString_ofEverythingThatHoldsAKey_showsNone() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            var first = kamaji.tenant(BLUE).plan();
            world.converge(BLUE);
            var account = new TenantAccount("schema", "user", "pass-word-1", "owner/1", "/schema");
            var store = ResolvedDataStore.resolve(
                    Blue.ETCD, SecretSource.none(), EndpointResolver.identity(), Duration.ofSeconds(1));
            List<Object> roots = List.of(
                    first,
                    kamaji.tenant(BLUE).plan(),
                    kamaji.tenant(BLUE).render(),
                    kamaji.tenant(Blue.spec().certSan("a.example.com").build()).reconcile(),
                    kamaji.tenant(BLUE).kubeconfig(),
                    kamaji.tenant(BLUE).kubeconfig("eve", List.of("dev"), Duration.ofHours(1)),
                    Blue.ETCD,
                    Blue.AUTHORITY,
                    store,
                    account,
                    new EtcdDriver().bind(store, account),
                    new PostgreSqlDriver().bind(store, account));
            var secret = material(world);
            secret.add(account.password());
            keyLines(Blue.AUTHORITY.keyPem(), secret);

            var texts = texts(roots);

            assertThat(texts).hasSizeGreaterThan(60);
            assertThat(secret).hasSizeGreaterThan(20);
            texts.forEach((type, text) -> assertThat(
                            secret.stream().filter(text::contains).toList())
                    .as(type)
                    .isEmpty());
        }
    }

    /** Lines of keys, plain and as the wire has them, and passwords. */
    private static Set<String> material(TenantWorld world) {
        var material = new TreeSet<String>();
        for (var secret : Blue.objects(world).ofKind("Secret").objects()) {
            secret.texts("data").forEach((key, value) -> {
                var text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
                if (key.endsWith(".key")) {
                    keyLines(text, material);
                    material.add(value.substring(value.length() - TELLING));
                } else if (key.equals("DB_PASSWORD")) {
                    material.add(text);
                } else if (text.contains("client-key-data: ")) {
                    var data = text.replaceAll("(?s).*client-key-data: (\\S+).*", "$1");
                    material.add(data.substring(data.length() - TELLING));
                    keyLines(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8), material);
                }
            });
        }
        return material;
    }

    private static void keyLines(String pem, Set<String> material) {
        pem.lines()
                .filter(line -> !line.startsWith("-----") && line.length() >= TELLING)
                .forEach(material::add);
    }

    /** The text forms of all values of our types that are reached, by type and number. */
    private static Map<String, String> texts(List<Object> roots) {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        Deque<Object> open = new ArrayDeque<>(roots);
        var texts = new java.util.LinkedHashMap<String, String>();
        while (!open.isEmpty()) {
            var value = open.pop();
            if (value instanceof JsonValue || !seen.add(value)) {
                continue;
            } else if (value instanceof Collection<?> items) {
                open.addAll(present(items));
            } else if (value instanceof Map<?, ?> map) {
                open.addAll(present(map.values()));
            } else if (value instanceof Optional<?> optional) {
                optional.ifPresent(open::push);
            } else if (isOurs(value.getClass())) {
                texts.put(value.getClass().getName() + " " + texts.size(), value.toString());
                open.addAll(inside(value));
            }
        }
        return texts;
    }

    private static List<Object> present(Collection<?> items) {
        return items.stream().filter(item -> item != null).collect(Collectors.toList());
    }

    private static boolean isOurs(@Nullable Class<?> type) {
        return type != null && type.getName().startsWith("io.kamaji.");
    }

    private static List<Object> inside(Object value) {
        var values = new ArrayList<>();
        for (Class<?> type = value.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    try {
                        field.setAccessible(true);
                        Optional.ofNullable(field.get(value)).ifPresent(values::add);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return values;
    }
}
