package io.kamaji.testkit.cluster;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.Real;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link TenantCluster} does. Clusters live in JUnit's store of their scope, which closes them. Thread-safe. */
final class TenantClusterExtension implements ParameterResolver, BeforeAllCallback, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(TenantClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isFilled(parameter.getParameter().getType(), parameter.isAnnotated(KubeconfigText.class))
                || parameter.getParameter().getType() == ClusterClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return value(parameter.getParameter().getType(), context);
    }

    /** Skips here and not when a parameter is resolved, for JUnit makes a failure of all that is thrown there. */
    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        onClass(context.getRequiredTestClass()).ifPresent(tenant -> skipUnlessPossible(tenant, context));
        for (var field : fields(context.getRequiredTestClass(), true)) {
            field.set(null, value(field.getType(), context));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        skipUnlessPossible(wanted(context), context);
        for (var instance : context.getRequiredTestInstances().getAllInstances()) {
            for (var field : fields(instance.getClass(), false)) {
                field.set(instance, value(field.getType(), context));
            }
        }
    }

    private static boolean isFilled(Class<?> type, boolean isText) {
        return type == TenantKubeconfig.class || type == String.class && isText;
    }

    private static Object value(Class<?> type, ExtensionContext context) {
        var tenant = cluster(context).tenant();
        return type == ClusterClient.class ? tenant.client() : type == String.class ? tenant.toYaml() : tenant;
    }

    private static List<Field> fields(Class<?> test, boolean ofTheClass) {
        var found = new ArrayList<Field>();
        for (Class<?> type = test; type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (isFilled(field.getType(), field.isAnnotationPresent(KubeconfigText.class))
                        && Modifier.isStatic(field.getModifiers()) == ofTheClass
                        && !Modifier.isFinal(field.getModifiers())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }

    private static TenantCluster wanted(ExtensionContext context) {
        return onMethod(context)
                .or(() -> context.getTestClass().flatMap(TenantClusterExtension::onClass))
                .orElseThrow();
    }

    private static Optional<TenantCluster> onMethod(ExtensionContext context) {
        return context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, TenantCluster.class));
    }

    private static void skipUnlessPossible(TenantCluster wanted, ExtensionContext context) {
        var settings = Settings.of(wanted);
        Real.skipUnless(kept(
                        context.getRoot(),
                        "missing for " + settings,
                        () -> new Missing(RunningTenant.missing(settings.version(), settings.store())),
                        Missing.class)
                .what());
    }

    /** The cluster of a context, started if this is the first to ask. */
    private static RunningTenant cluster(ExtensionContext context) {
        var wanted = wanted(context);
        skipUnlessPossible(wanted, context);
        var settings = Settings.of(wanted);
        var scope = onMethod(context).isPresent() ? TenantCluster.Scope.METHOD : wanted.scope();
        var owner = switch (scope) {
            case METHOD -> context;
            case CLASS -> outermostClass(context);
            case RUN -> context.getRoot();
        };
        var root = context.getRoot();
        return kept(
                owner,
                settings,
                () -> RunningTenant.start(settings.version(), settings.store(), () -> sharedEtcd(root)),
                RunningTenant.class);
    }

    private static SharedEtcd sharedEtcd(ExtensionContext root) {
        return kept(root, "etcd", SharedEtcd::start, SharedEtcd.class);
    }

    /** By the method that JUnit 5.13 has, too. */
    @SuppressWarnings("deprecation")
    private static <T> T kept(ExtensionContext owner, Object key, Supplier<T> made, Class<T> type) {
        return owner.getStore(NAMESPACE).getOrComputeIfAbsent(key, unused -> made.get(), type);
    }

    private static Optional<TenantCluster> onClass(Class<?> test) {
        for (Class<?> type = test; type != null; type = type.getEnclosingClass()) {
            var found = AnnotationSupport.findAnnotation(type, TenantCluster.class);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The context of the class, or of the class around it, that the annotation is on. */
    private static ExtensionContext outermostClass(ExtensionContext context) {
        var owner = context;
        for (Optional<ExtensionContext> each = Optional.of(context);
                each.isPresent();
                each = each.get().getParent()) {
            if (each.get()
                    .getTestClass()
                    .flatMap(TenantClusterExtension::onClass)
                    .isPresent()) {
                owner = each.get();
            }
        }
        return owner;
    }

    private record Settings(String version, StoreKind store) {
        static Settings of(TenantCluster wanted) {
            return new Settings(wanted.version(), wanted.dataStore());
        }
    }

    private record Missing(Optional<String> what) {}
}
