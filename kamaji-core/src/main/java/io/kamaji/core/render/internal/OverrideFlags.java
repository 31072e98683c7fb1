package io.kamaji.core.render.internal;

import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.OverrideBinding;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.TenantView;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Resources in a store of their own. Inputs: dataStoreOverrides. Outputs: one kube-apiserver flag; for each further store
 * Secret {@code <tcp>-datastore-config-<datastore>}, which says what is the tenant's there until the tenant goes. The CAs of
 * all stores are in the one file that kube-apiserver has for them. Source: kube-apiserver's {@code --etcd-servers-overrides}.
 */
final class OverrideFlags implements Component {

    @Override
    public String name() {
        return "storage-overrides";
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return !tenant.store().overrides().isEmpty();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var store = ctx.tenant().store();
        var contribution = Contribution.builder();
        store.overrides().stream()
                .map(OverrideBinding::dataStoreName)
                .filter(name -> !name.equals(store.dataStoreName()))
                .distinct()
                .forEach(name -> contribution.keptSecret(
                        Names.STORAGE_CONFIG + "-" + name,
                        AccountSecret.account(store.tenantStore(), ""),
                        AccountSecret.annotations(name, store.tenantStore()),
                        AccountSecret.finalizers(ctx.tenant())));
        var servers = store.overrides().stream()
                .map(override -> override.resource() + "#" + servers(override).replace(',', ';'))
                .collect(Collectors.joining(","));
        return contribution
                .extend(KubeApiServer.NAME, container -> container.flag("--etcd-servers-overrides", servers))
                .build();
    }

    private static String servers(OverrideBinding override) {
        return Objects.requireNonNull(
                override.binding().apiServerFlags().get("--etcd-servers"), "an override is an etcd, asked itself");
    }
}
