package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Contribution.Part;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Credential.Form;
import io.kamaji.core.component.Credential.Server;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.pki.Authority;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes declared credentials into Secrets, as their rows say: into one that the component contributes itself, or else into
 * one of their own. What is not there yet is a placeholder. One client certificate per identity is shared by its {@code .conf}
 * and its {@code .svc}; a stored kubeconfig that still says the same is kept byte for byte.
 */
record CredentialWriter(RenderContext ctx) {

    /** A component's objects, with the Secrets of its credentials. */
    List<Part> objects(Contribution contribution, List<Credential> rows) {
        var bySecret = new LinkedHashMap<String, List<Credential>>();
        rows.stream()
                .filter(row -> row.form() != Form.BROUGHT)
                .filter(row -> row.isNeededBy(ctx.tenant()))
                .forEach(row -> bySecret.computeIfAbsent(row.secret(), unused -> new ArrayList<>())
                        .add(row));
        var parts = new ArrayList<Part>();
        for (var part : contribution.objects()) {
            var more = isSecret(part) ? bySecret.remove(name(part)) : null;
            parts.add(more == null ? part : with(part, more));
        }
        bySecret.forEach((name, more) -> parts.add(with(empty(name), more)));
        return parts;
    }

    private static boolean isSecret(Part part) {
        return part.prefixed() && part.target() == Target.ADMIN && ResourceTypes.SECRET.isKindOf(part.tree());
    }

    private static String name(Part part) {
        return part.tree().text("metadata", "name").orElseThrow();
    }

    private static Part empty(String name) {
        return new Part(
                Target.ADMIN, Manifests.of(ResourceTypes.SECRET, name).build(), true, Set.of(), Sharing.ENFORCED);
    }

    private Part with(Part part, List<Credential> rows) {
        var data = new TreeMap<>(part.tree().texts("stringData"));
        var waitsFor = new HashSet<>(part.waitsFor());
        var tree = part.tree();
        for (var row : rows) {
            var waits = waitsFor(row);
            waitsFor.addAll(waits);
            waits.stream()
                    .findFirst()
                    .ifPresentOrElse(
                            what -> keys(row).forEach(key -> data.put(key, what)), () -> data.putAll(texts(row)));
            tree = labelled(tree, row);
            if (row.type().isPresent()) {
                tree = tree.with("type", row.type());
            }
        }
        var rotated = Optional.ofNullable(ctx.credentials().rotated().get(name(part)));
        if (rotated.isPresent()) {
            tree = tree.withAt(List.of("metadata", "annotations", Names.ROTATE), rotated.get());
        }
        return new Part(
                part.target(), tree.without("stringData").with("stringData", data), true, waitsFor, part.sharing());
    }

    /** How clients of the reference find what expires. */
    private static JsonObject labelled(JsonObject tree, Credential row) {
        if (row.isAuthority() || row.form() == Form.SIGNING_KEYS) {
            return tree;
        }
        var sort = row.form() == Form.KUBECONFIG ? "kubeconfig" : "x509";
        return tree.update("metadata", m -> m.update("labels", labels -> labels.with(Names.LIFECYCLE, sort)));
    }

    private static List<String> keys(Credential row) {
        return row.form() == Form.PEM
                ? row.stems().stream()
                        .flatMap(stem -> List.of(stem + ".crt", stem + ".key").stream())
                        .toList()
                : row.files();
    }

    private Set<String> waitsFor(Credential row) {
        var own = ctx.waitsFor(row);
        if (row.form() != Form.KUBECONFIG) {
            return own;
        }
        var authority = ctx.waitsFor(ClusterCredentials.CA);
        return !authority.isEmpty()
                ? authority
                : !own.isEmpty()
                        ? own
                        : row.server() == Server.ENDPOINT
                                ? ctx.tenant().endpoints().api().waitsFor()
                                : Set.of();
    }

    private Map<String, String> texts(Credential row) {
        return switch (row.form()) {
            case PEM -> pem(row, ctx.certificate(row).orElseThrow());
            case KUBECONFIG -> Map.of(row.file(), kubeconfig(row));
            case SIGNING_KEYS -> {
                var keys = ctx.credentials().signingKeys().orElseThrow();
                yield Map.of(row.publicKeyFile(), keys.publicPem(), row.keyFile(), keys.privatePem());
            }
            case BROUGHT -> Map.of();
        };
    }

    private Map<String, String> pem(Credential row, KeyedCertificate certificate) {
        var texts = new TreeMap<String, String>();
        for (var stem : row.stems()) {
            texts.put(stem + ".crt", certificate.certificatePem());
            texts.put(stem + ".key", certificate.keyPem());
        }
        if (row.isAuthority()) {
            ctx.authority(row)
                    .filter(Authority::isBundle)
                    .ifPresent(bundle -> texts.put(row.bundleFile(), bundle.trustPem()));
        }
        return texts;
    }

    private String kubeconfig(Credential row) {
        var tenant = ctx.tenant();
        var wanted = new Kubeconfig(
                row.clusterName().orElse(tenant.name()),
                "https://" + host(tenant, row.server()),
                ctx.authority(ClusterCredentials.CA).orElseThrow().trustPem(),
                Optional.empty(),
                row.specification(tenant).shown().commonName(),
                ctx.certificate(row));
        return row.server() == Server.SERVICE
                ? KeptKubeconfigs.service(ctx, row.file(), wanted)
                : KeptKubeconfigs.kept(ctx, row.file(), wanted);
    }

    private static HostPort host(TenantView tenant, Server server) {
        return switch (server) {
            case ENDPOINT -> tenant.endpoints().api().shown();
            case SERVICE -> tenant.endpoints().inCluster();
            case LOOPBACK -> new HostPort("127.0.0.1", tenant.port());
            case LOCALHOST -> new HostPort("localhost", tenant.port());
        };
    }
}
