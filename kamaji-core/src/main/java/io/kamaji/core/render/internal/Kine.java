package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.ControlPlaneResources;
import io.kamaji.api.tenant.ExtraArgs;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Flags;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Mount;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.datastore.StorageBinding;
import java.util.List;
import java.util.OptionalInt;

/**
 * kine: speaks etcd to kube-apiserver over a socket in the pod and SQL or NATS to the store. A native sidecar, so that
 * kube-apiserver starts when kine answers and kine ends after it. Inputs: the store's binding. The user's flags over ours,
 * but for {@code --endpoint}; a user's container of the same name gives the image and what is not set here.
 *
 * <p>Its start-up probe asks the metrics port, which kine opens when it serves the socket (its app.go, v0.17); a socket
 * itself can't be probed, and there is none if the user turns the metrics off.
 */
final class Kine implements Component {
    static final FlagTable FLAGS = FlagTable.read(Kine.class, "known-flags/kine.txt");
    static final String ARGUMENTS = "spec.controlPlane.deployment.extraArgs.kine";
    static final String NAME = Names.KINE;
    static final String SOCKETS = "kine-uds";
    static final String CERTIFICATES = "kine-certs";
    static final String DATA = "kine-data";
    private static final String METRICS = "--metrics-bind-address";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabledFor(TenantView tenant) {
        return tenant.store().binding().kine().isPresent();
    }

    @Override
    public List<SpecRule> rules() {
        return List.of(FlagLosses.ofKine());
    }

    @Override
    public List<SpecRule> placedRules() {
        return List.of(KnownFlags::ofKine);
    }

    @Override
    public Declaration declares() {
        return Declaration.builder()
                .kind(Target.ADMIN, ResourceTypes.PERSISTENT_VOLUME_CLAIM, Trait.MOUNTED, Trait.HOLDS_DATA)
                .sharedContainer(NAME)
                .volume(SOCKETS, CERTIFICATES, DATA)
                .build();
    }

    @Override
    public Contribution contribute(RenderContext ctx) {
        var tenant = ctx.tenant();
        var kine = tenant.store().binding().kine().orElseThrow();
        var contribution = Contribution.builder()
                .sidecar(NAME, container -> container(ctx, kine, container))
                .extend(KubeApiServer.NAME, c -> c.mount(Mount.writable(SOCKETS, "/uds")))
                .volume(Volume.memory(SOCKETS));
        if (!AccountSecret.files(tenant).isEmpty()) {
            contribution.volume(Volume.secret(CERTIFICATES, tenant, AccountSecret.CLIENT));
        }
        kine.volume().ifPresent(volume -> {
            if (volume.claim()) {
                contribution
                        .volume(Volume.claim(DATA, tenant.objectName(DATA)))
                        .object(Target.ADMIN, claim(tenant, volume));
            } else {
                contribution.volume(Volume.emptyDir(DATA));
            }
        });
        return contribution.build();
    }

    private static void container(RenderContext ctx, StorageBinding.KineBinding kine, Container.Builder container) {
        var tenant = ctx.tenant();
        var flags = Flags.builder(Flags.Precedence.USER_WINS)
                .user(
                        ARGUMENTS,
                        tenant.deployment().extraArgs().flatMap(ExtraArgs::kine).orElse(List.of()),
                        FLAGS.syntax())
                .set("--listen-address", "unix:///uds/kine")
                .set(METRICS, ":8080")
                .setLiteral(kine.flags())
                .lock("--endpoint", kine.endpoint());
        var user = UserContainers.named(tenant, NAME).orElse(JsonObject.EMPTY);
        container
                .image(Given.text(user.text("image")).orElse(ctx.kineImage()))
                .userMounts(user.array("volumeMounts").objects().toList())
                .command("/bin/kine")
                .flags(flags)
                .mount(Mount.writable(SOCKETS, "/uds"))
                .field("resources", tenant.deployment().resources().flatMap(ControlPlaneResources::kine));
        user.get("imagePullPolicy").ifPresent(policy -> container.field("imagePullPolicy", policy));
        if (kine.endpoint().contains("$(DB_")) {
            var secret = JsonObject.of("name", tenant.objectName(Names.STORAGE_CONFIG));
            container.field("envFrom", List.of(JsonObject.of("secretRef", secret)));
        }
        if (!AccountSecret.files(tenant).isEmpty()) {
            container.mount(Mount.readOnly(CERTIFICATES, StorageBinding.KINE_FOLDER));
        }
        if (kine.volume().isPresent()) {
            container.mount(Mount.writable(DATA, StorageBinding.KINE_DATA_FOLDER));
        }
        var port = port(flags.build().value(METRICS).orElse(""));
        if (port.isPresent()) {
            container.field(
                    "startupProbe",
                    JsonObject.of("tcpSocket", JsonObject.of("port", port.getAsInt()), "timeoutSeconds", 1)
                            .with("periodSeconds", 1)
                            .with("successThreshold", 1)
                            .with("failureThreshold", 120));
        }
    }

    private static OptionalInt port(String bindAddress) {
        var digits = bindAddress.substring(bindAddress.lastIndexOf(':') + 1);
        return bindAddress.contains(":") && digits.matches("[1-9]\\d{0,4}")
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    private static JsonObject claim(TenantView tenant, StorageBinding.DataVolume volume) {
        var spec = JsonObject.of("accessModes", List.of("ReadWriteOnce"))
                .with("resources", JsonObject.of("requests", JsonObject.of("storage", volume.size())))
                .with("storageClassName", volume.storageClassName());
        return Manifests.of(ResourceTypes.PERSISTENT_VOLUME_CLAIM, tenant.objectName(DATA))
                .with("spec", spec)
                .build();
    }
}
