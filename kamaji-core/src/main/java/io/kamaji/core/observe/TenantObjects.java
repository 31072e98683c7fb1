package io.kamaji.core.observe;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectMetadata;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.render.ClusterCredentials;
import java.util.Objects;

/** Where a tenant's objects are in the admin cluster. Names and labels are the reference's. */
public record TenantObjects(String namespace, String tenant) {
    public static TenantObjects of(TenantControlPlane tenant) {
        Objects.requireNonNull(tenant, "tenant");
        return new TenantObjects(
                tenant.metadata().namespaceOrDefault(),
                tenant.metadata()
                        .name()
                        .orElseThrow(() -> new KamajiException("the tenant has no metadata.name", null)));
    }

    public static TenantObjects of(ObjectRef tenant) {
        return new TenantObjects(tenant.namespace().orElse(ObjectMetadata.DEFAULT_NAMESPACE), tenant.name());
    }

    /** The tenant itself, be there such an object or not. */
    public ObjectRef ref() {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref(namespace, tenant);
    }

    public ObjectRef kubeadmConfig() {
        return ResourceTypes.CONFIG_MAP.ref(namespace, tenant + "-kubeadmconfig");
    }

    public String selector() {
        return "kamaji.clastix.io/name=" + tenant;
    }

    public ObjectRef deployment() {
        return ResourceTypes.DEPLOYMENT.ref(namespace, tenant);
    }

    public ObjectRef service() {
        return ResourceTypes.SERVICE.ref(namespace, tenant);
    }

    public ObjectRef secret(String suffix) {
        return ResourceTypes.SECRET.ref(namespace, tenant + "-" + suffix);
    }

    public ObjectRef configMap(String suffix) {
        return ResourceTypes.CONFIG_MAP.ref(namespace, tenant + "-" + suffix);
    }

    public ObjectRef storageConfig() {
        return secret("datastore-config");
    }

    /** The accounts in the tenant's store and in those of overrides, of the spec or of an earlier one. */
    public boolean isStorageConfig(ObjectRef ref) {
        return ref.equals(storageConfig())
                || ResourceTypes.SECRET.is(ref)
                        && ref.name().startsWith(storageConfig().name() + "-");
    }

    /** Where a record of its move between stores is. */
    public ObjectRef migration() {
        return ResourceTypes.CONFIG_MAP.ref(namespace, tenant + "-migration");
    }

    public ObjectRef clusterAuthority() {
        return secret(ClusterCredentials.CA.secret());
    }

    public ObjectRef adminKubeconfig() {
        return secret(ClusterCredentials.ADMIN.secret());
    }
}
