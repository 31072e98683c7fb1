package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.pki.CertificateSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the tenant reaches its store: Secret {@code <tcp>-datastore-config} with schema, user and password, and
 * {@code <tcp>-datastore-certificate} with files, if there are any. Inputs: the store's binding.
 */
public final class AccountSecret implements Component {

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public List<CertificateSpec> certificates(TenantView tenant) {
        return tenant.store().binding().clientCertificate().stream()
                .flatMap(client -> Stream.of(CertificateSpec.externalAuthority(StorageBinding.AUTHORITY), client))
                .toList();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var store = ctx.tenant().store();
        var account = store.tenantStore();
        var contribution = Contribution.builder()
                .annotatedSecret(
                        Names.STORAGE_CONFIG,
                        account(account, store.binding().connectionString()),
                        annotations(store.dataStoreName(), account));
        store.binding().warnings().forEach(contribution::warning);
        var files = new TreeMap<>(store.binding().files());
        if (!store.overrides().isEmpty()) {
            store.authoritiesPem().ifPresent(pem -> files.put("ca.crt", pem));
        }
        Set<String> waitsFor = Set.of();
        if (store.binding().clientCertificate().isPresent()) {
            var client = ctx.certificate(StorageBinding.CLIENT);
            waitsFor = client.isPresent() ? Set.of() : Set.of("<certificate " + StorageBinding.CLIENT + ">");
            var missing = "<certificate " + StorageBinding.CLIENT + ">";
            files.put("server.crt", client.map(c -> c.certificatePem()).orElse(missing));
            files.put("server.key", client.map(c -> c.keyPem()).orElse(missing));
        }
        if (!files.isEmpty()) {
            contribution.secret(Names.STORAGE_CERTIFICATE, files, Map.of(Names.LIFECYCLE, "x509"), waitsFor);
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
        var files = new TreeMap<>(tenant.store().binding().files());
        if (tenant.store().binding().clientCertificate().isPresent()) {
            files.put("server.crt", "");
            files.put("server.key", "");
        }
        return List.copyOf(files.keySet());
    }
}
