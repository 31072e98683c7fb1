package io.kamaji.api;

import io.kamaji.api.json.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the generated value types and their accessors by reflection. */
final class ValueTypes {
    private ValueTypes() {}

    /** Every type that can be reached from the three kinds. */
    static Set<Class<?>> all() {
        var found = new LinkedHashSet<Class<?>>();
        Stream.of(TenantControlPlane.class, DataStore.class, KubeconfigGenerator.class)
                .forEach(kind -> collect(kind, found));
        return found;
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> plain && isValueType(plain) && found.add(plain)) {
            accessors(plain).forEach(accessor -> collect(accessor.getGenericReturnType(), found));
        }
    }

    static boolean isValueType(Class<?> type) {
        return type.getName().startsWith("io.kamaji.api.")
                && Modifier.isAbstract(type.getModifiers())
                && !type.isInterface()
                && !JsonValue.class.isAssignableFrom(type);
    }

    /** What the generated class implements: all attributes, {@code unknownFields} too. */
    static List<Method> accessors(Class<?> type) {
        var generated = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> overridden(type, method))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        generated.forEach(method -> method.setAccessible(true));
        return generated;
    }

    /** An attribute has a lasting field in the generated class; what is derived has a transient one, other methods have none. */
    private static boolean overridden(Class<?> type, Method method) {
        try {
            var generated = Class.forName(type.getPackageName() + ".Immutable" + type.getSimpleName());
            return Stream.of(generated.getDeclaredFields())
                    .anyMatch(field ->
                            field.getName().equals(method.getName()) && !Modifier.isTransient(field.getModifiers()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** What an Optional holds, else the type itself. */
    static Type unwrap(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }
}
