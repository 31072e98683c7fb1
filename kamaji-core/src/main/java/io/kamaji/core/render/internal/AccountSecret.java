package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Known;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the tenant reaches its store: Secret {@code <tcp>-datastore-config} with schema, user and password, and
 * {@code <tcp>-datastore-certificate} with files, if there are any. Inputs: the store's binding.
 */
public final class AccountSecret implements Component {
    private static final Credential AUTHORITY =
            Credential.brought(StorageBinding.AUTHORITY, AccountSecret::isCertified);

    /** With which the tenant shows the store who it is, where the store asks for a certificate. */
    public static final Credential CLIENT = Credential.builder(
                    StorageBinding.CLIENT,
                    StorageBinding.AUTHORITY,
                    tenant -> Known.of(
                            tenant.store().binding().clientCertificate().orElseThrow()))
            .secret("datastore-certificate")
            .stems("server")
            .neededBy(AccountSecret::isCertified)
            .build();

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public Declaration declares() {
        return Declaration.builder().credential(AUTHORITY, CLIENT).build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var store = ctx.tenant().store();
        var account = store.tenantStore();
        var contribution = Contribution.builder()
                .keptSecret(
                        Names.STORAGE_CONFIG,
                        account(account, store.binding().connectionString()),
                        annotations(store.dataStoreName(), account),
                        finalizers(ctx.tenant()));
        store.binding().warnings().forEach(contribution::warning);
        var files = new TreeMap<>(store.binding().files());
        if (!store.overrides().isEmpty()) {
            store.authoritiesPem().ifPresent(pem -> files.put("ca.crt", pem));
        }
        if (!files.isEmpty()) {
            contribution.secret(CLIENT.secret(), files, Map.of(Names.LIFECYCLE, "x509"), Set.of());
        }
        return contribution.build();
    }

    /** What a Secret tells of the tenant's account in a store. */
    public static Map<String, String> account(TenantAccount account, String connectionString) {
        return Map.of(
                "DB_CONNECTION_STRING", connectionString,
                "DB_SCHEMA", account.schema(),
                "DB_USER", account.username(),
                "DB_PASSWORD", account.password());
    }

    /**
     * A custom resource is deleted with its namespace, and its Secrets with it: what says where the tenant's data is must not
     * go first. Who has no custom resource deletes in order.
     */
    static List<String> finalizers(TenantView tenant) {
        return tenant.given().metadata().uid().isPresent() ? List.of(Names.ACCOUNT_FINALIZER) : List.of();
    }

    /** Where that account is, and what the store knows it by. */
    static Map<String, String> annotations(String dataStoreName, TenantAccount account) {
        var annotations =
                new TreeMap<>(Map.of(Names.DATA_STORE, dataStoreName, Names.DATA_STORE_OWNER, account.owner()));
        if (!account.keyPrefix().equals("/" + account.schema())) {
            annotations.put(Names.DATA_STORE_PREFIX, account.keyPrefix());
        }
        return annotations;
    }

    /** The keys of the certificate Secret; empty: there is no such Secret. */
    static List<String> files(TenantView tenant) {
        var files = new TreeSet<>(tenant.store().binding().files().keySet());
        if (isCertified(tenant)) {
            files.addAll(CLIENT.files());
        }
        return List.copyOf(files);
    }

    private static boolean isCertified(TenantView tenant) {
        return tenant.store().binding().clientCertificate().isPresent();
    }
}
