package io.kamaji.testkit.cluster;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.Real;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        var type = parameter.getParameter().getType();
        return type == TenantKubeconfig.class || type == ClusterClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var tenant = cluster(context).tenant();
        return parameter.getParameter().getType() == ClusterClient.class ? tenant.client() : tenant;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        for (var field : fields(context.getRequiredTestClass(), true)) {
            field.set(null, cluster(context).tenant());
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        for (var instance : context.getRequiredTestInstances().getAllInstances()) {
            for (var field : fields(instance.getClass(), false)) {
                field.set(instance, cluster(context).tenant());
            }
        }
    }

    private static List<Field> fields(Class<?> test, boolean ofTheClass) {
        var found = new ArrayList<Field>();
        for (Class<?> type = test; type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.getType() == TenantKubeconfig.class
                        && Modifier.isStatic(field.getModifiers()) == ofTheClass
                        && !Modifier.isFinal(field.getModifiers())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }

    /** The cluster of a context, started if this is the first to ask. */
    private static RunningTenant cluster(ExtensionContext context) {
        var onMethod = context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, TenantCluster.class));
        var wanted = onMethod.or(() -> context.getTestClass().flatMap(TenantClusterExtension::onClass))
                .orElseThrow();
        var settings = new Settings(wanted.version(), wanted.dataStore());
        Real.skipUnless(RunningTenant.missing(settings.version(), settings.store()));
        var owner = switch (onMethod.map(unused -> TenantCluster.Scope.METHOD).orElse(wanted.scope())) {
            case METHOD -> context;
            case CLASS -> outermostClass(context);
            case RUN -> context.getRoot();
        };
        var root = context.getRoot();
        return owner.getStore(NAMESPACE)
                .computeIfAbsent(
                        settings,
                        key -> RunningTenant.start(key.version(), key.store(), () -> sharedEtcd(root)),
                        RunningTenant.class);
    }

    private static SharedEtcd sharedEtcd(ExtensionContext root) {
        return root.getStore(NAMESPACE).computeIfAbsent("etcd", key -> SharedEtcd.start(), SharedEtcd.class);
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

    private record Settings(String version, StoreKind store) {}
}
