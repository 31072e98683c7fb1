package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every value type, found by walking from the three kinds. */
class ValueTypesTest {
    static Stream<Class<?>> types() {
        return ValueTypes.all().stream();
    }

    @Test
    void all_fromTheThreeKinds_findsEveryType() {
        assertThat(ValueTypes.all()).hasSizeGreaterThan(50).contains(ObjectMetadata.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void builder_everythingSet_keepsNothingMutable(Class<?> type) throws Exception {
        var mutable = new ArrayList<Object>();
        var value = Filler.full(type, 1, mutable);
        var before = value.toString();
        for (var object : mutable) {
            if (object instanceof List<?> list) {
                list.clear();
            } else if (object instanceof Map<?, ?> map) {
                map.clear();
            }
        }

        assertThat(value.toString()).isEqualTo(before);
        for (var accessor : ValueTypes.accessors(type)) {
            var read = accessor.invoke(value);
            var inner = read instanceof Optional<?> optional ? optional.orElseThrow() : read;
            if (inner instanceof List<?> list) {
                assertThatThrownBy(list::clear)
                        .as(accessor.getName())
                        .isInstanceOf(UnsupportedOperationException.class);
            } else if (inner instanceof Map<?, ?> map) {
                assertThatThrownBy(map::clear).as(accessor.getName()).isInstanceOf(UnsupportedOperationException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void equals_sameAndOther_areToldApart(Class<?> type) throws Exception {
        var one = Filler.full(type, 1, new ArrayList<>());
        var same = Filler.full(type, 1, new ArrayList<>());
        var other = Filler.full(type, 2, new ArrayList<>());

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(one).isNotEqualTo(other);
    }

    @ParameterizedTest
    @MethodSource("types")
    void toBuilder_unchanged_isAnExactCopy(Class<?> type) throws Exception {
        for (var value : List.of(Filler.full(type, 1, new ArrayList<>()), Filler.bare(type))) {
            var builder = type.getMethod("toBuilder").invoke(value);
            assertThat(builder.getClass().getMethod("build").invoke(builder)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void accessors_ofEveryType_areImmutableTypes(Class<?> type) {
        for (var accessor : ValueTypes.accessors(type)) {
            assertThat(isImmutable(accessor.getGenericReturnType()))
                    .as(accessor.toString())
                    .isTrue();
        }
    }

    private static boolean isImmutable(Type type) {
        if (type instanceof ParameterizedType generic) {
            return List.of(Optional.class, List.class, Map.class).contains((Class<?>) generic.getRawType())
                    && Stream.of(generic.getActualTypeArguments()).allMatch(ValueTypesTest::isImmutable);
        }
        return type instanceof Class<?> plain
                && (plain.isPrimitive()
                        || List.of(String.class, Integer.class, Long.class, Boolean.class, Instant.class)
                                .contains(plain)
                        || JsonValue.class.isAssignableFrom(plain)
                        || ValueTypes.isValueType(plain));
    }

    /** Makes values with everything or nothing set. */
    private static final class Filler {
        static Object full(Class<?> type, int seed, List<Object> mutable) throws ReflectiveOperationException {
            var builder = type.getMethod("builder").invoke(null);
            for (var accessor : ValueTypes.accessors(type)) {
                var result = accessor.getGenericReturnType();
                var inner = ValueTypes.unwrap(result);
                setter(builder, accessor.getName(), inner).invoke(builder, make(inner, seed, mutable));
            }
            return build(builder);
        }

        static Object bare(Class<?> type) throws ReflectiveOperationException {
            var builder = type.getMethod("builder").invoke(null);
            for (var accessor : ValueTypes.accessors(type)) {
                if (Modifier.isAbstract(accessor.getModifiers())
                        && accessor.getReturnType() != Optional.class
                        && accessor.getReturnType() != Map.class) {
                    var inner = accessor.getGenericReturnType();
                    setter(builder, accessor.getName(), inner).invoke(builder, make(inner, 1, new ArrayList<>()));
                }
            }
            return build(builder);
        }

        private static Object build(Object builder) throws ReflectiveOperationException {
            return builder.getClass().getMethod("build").invoke(builder);
        }

        private static Method setter(Object builder, String name, Type type) {
            var raw = raw(type);
            return Stream.of(builder.getClass().getMethods())
                    .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                    .filter(method -> method.getParameterTypes()[0] == raw
                            || raw == List.class && method.getParameterTypes()[0] == Iterable.class)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no setter " + name + " for " + type + " in " + builder));
        }

        private static Class<?> raw(Type type) {
            return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
        }

        private static Object make(Type type, int seed, List<Object> mutable) throws ReflectiveOperationException {
            if (type instanceof ParameterizedType generic) {
                var last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
                Object container = raw(type) == List.class
                        ? new ArrayList<>(List.of(make(last, seed, mutable)))
                        : new HashMap<>(Map.of("k" + seed, make(last, seed, mutable)));
                mutable.add(container);
                return container;
            } else if (ValueTypes.isValueType((Class<?>) type)) {
                return full((Class<?>) type, seed, mutable);
            }
            return Map.<Type, Object>of(
                            String.class,
                            "text" + seed,
                            Integer.class,
                            seed,
                            int.class,
                            seed,
                            Long.class,
                            (long) seed,
                            Boolean.class,
                            seed == 1,
                            boolean.class,
                            seed == 1,
                            Instant.class,
                            Instant.ofEpochSecond(seed),
                            JsonObject.class,
                            JsonObject.of("a", seed),
                            JsonValue.class,
                            JsonValue.of("any" + seed))
                    .get(type);
        }
    }
}
