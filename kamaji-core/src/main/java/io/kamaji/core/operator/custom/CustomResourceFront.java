package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.operator.OperatorBuilder;
import io.kamaji.core.operator.OperatorContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has an operator work on the custom resources of its admin cluster:
 *
 * <pre>{@code
 * var operator = CustomResourceFront.defaults().on(Operator.builder(AdminCluster.inCluster())).start();
 * }</pre>
 *
 * <p>Defaults: TenantControlPlanes of all namespaces, DataStores, and KubeconfigGenerators; the definitions are to be there, and
 * what they lack is told. One front is for one operator. Thread-safe.
 */
public final class CustomResourceFront {
    private final Scope scope;
    private final boolean clusterKinds;
    private final boolean installs;
    private final String identity;
    private @Nullable DefinitionsController definitions;

    private CustomResourceFront(Builder builder) {
        scope = new Scope(builder.namespaces);
        clusterKinds = builder.clusterKinds.orElse(scope.isWholeCluster());
        installs = builder.installs;
        identity = builder.identity;
    }

    /** With all defaults. */
    public static CustomResourceFront defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The same builder, with this as its source of tenants, and with the controllers of the other kinds. */
    public OperatorBuilder on(OperatorBuilder operator) {
        var index = new TenantIndex();
        operator.tenants(context -> new CustomResources(context, scope, index, events(context), installs))
                .namespaces(scope.namespaces().toArray(String[]::new));
        if (clusterKinds) {
            operator.controller(context -> new DataStoreController(context, scope, index, events(context)))
                    .controller(context -> new GeneratorController(context, index, events(context)));
        }
        return operator.controller(context -> watchful(context));
    }

    private synchronized DefinitionsController watchful(OperatorContext context) {
        definitions = new DefinitionsController(context, events(context));
        return definitions;
    }

    private EventRecorder events(OperatorContext context) {
        return new EventRecorder(context.admin(), context.settings().clock(), identity);
    }

    /** What the cluster's definitions lack of ours, as last seen: nothing before the first look. */
    public synchronized Map<ObjectRef, List<String>> definitionGaps() {
        return definitions == null ? Map.of() : definitions.gaps();
    }

    /** Which custom resources; the defaults are those of the class. Not thread-safe. */
    public static final class Builder {
        private List<String> namespaces = List.of();
        private Optional<Boolean> clusterKinds = Optional.empty();
        private boolean installs;
        private String identity = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("kamaji");

        private Builder() {}

        /** Only TenantControlPlanes of these namespaces; none: of all. */
        public Builder namespaces(List<String> names) {
            namespaces = List.copyOf(names);
            return this;
        }

        /**
         * Whether DataStores and KubeconfigGenerators are looked after, which are in no namespace; default: only if tenants of
         * all namespaces are.
         */
        public Builder clusterKinds(boolean value) {
            clusterKinds = Optional.of(value);
            return this;
        }

        /** Whether missing and older definitions are installed when the operator begins to lead; default: no. */
        public Builder installDefinitions(boolean value) {
            installs = value;
            return this;
        }

        /** Who records Events; default: the name of this host. */
        public Builder identity(String value) {
            identity = value;
            return this;
        }

        public CustomResourceFront build() {
            return new CustomResourceFront(this);
        }
    }
}
