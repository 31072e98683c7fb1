package io.kamaji.api.rules;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.datastore.DataStoreSpec;
import io.kamaji.api.datastore.TlsConfig;
import io.kamaji.api.value.Names;
import java.util.Optional;
import java.util.regex.Pattern;

/** All rules of a datastore: the CRD's transition rules, the controller's checks of references, and SQLite's. */
final class DataStoreRules extends Rules<DataStoreSpec> {
    private static final Pattern ENDPOINT = Pattern.compile("(\\[[^\\]/]+\\]|[^:/\\s]+):(\\d{1,5})");
    private static final Pattern QUANTITY =
            Pattern.compile("\\+?(\\d+(\\.\\d*)?|\\.\\d+)([munkMGTPE]|[KMGTPE]i|[eE][+-]?\\d+)?");

    @Override
    void create(Subject<DataStoreSpec> store, Findings found) {
        var wrong = Names.dns1123Subdomain(store.name().orElse(""));
        if (!wrong.isEmpty()) {
            found.add("metadata.name", store.name(), String.join(",", wrong));
        }
        var spec = store.spec();
        switch (spec.driver()) {
            case "etcd" -> etcd(spec, found);
            case "SQLite" -> sqlite(spec, found);
            default -> database(spec, found);
        }
        endpoints(spec, found);
        ReferenceRules.check(spec, found);
    }

    @Override
    void update(Subject<DataStoreSpec> store, Subject<DataStoreSpec> old, Findings found) {
        create(store, found);
        if (!store.spec().driver().equals(old.spec().driver())) {
            found.add("spec.driver", store.spec().driver(), "Datastore driver is immutable");
            found.add("spec", store.spec().driver(), "driver is immutable and cannot be changed after creation");
        }
    }

    @Override
    void warn(Subject<DataStoreSpec> store, Findings found) {
        found.require(
                "spec.sqlite.volume",
                store.spec().sqlite().flatMap(sqlite -> sqlite.volume()),
                volume -> !volume.equals("emptyDir"),
                "for tests only: a rollout loses all data");
    }

    private static void etcd(DataStoreSpec spec, Findings found) {
        var client = spec.tlsConfig().flatMap(TlsConfig::clientCertificate);
        need(
                "spec.tlsConfig.certificateAuthority.privateKey",
                spec.tlsConfig().flatMap(tls -> tls.certificateAuthority().privateKey()),
                "certificateAuthority privateKey must have secretReference or content when driver is etcd",
                found);
        need(
                "spec.tlsConfig.clientCertificate.certificate",
                client.map(it -> it.certificate()),
                "clientCertificate must have secretReference or content when driver is etcd",
                found);
        need(
                "spec.tlsConfig.clientCertificate.privateKey",
                client.map(it -> it.privateKey()),
                "clientCertificate privateKey must have secretReference or content when driver is etcd",
                found);
    }

    private static void database(DataStoreSpec spec, Findings found) {
        spec.tlsConfig()
                .flatMap(TlsConfig::clientCertificate)
                .ifPresent(client -> need(
                        "spec.tlsConfig.clientCertificate.certificate",
                        Optional.of(client.certificate()),
                        "When driver is not etcd and tlsConfig exists, clientCertificate must be null or contain valid content",
                        found));
        spec.basicAuth().ifPresent(auth -> {
            need(
                    "spec.basicAuth.username",
                    Optional.of(auth.username()),
                    "When driver is not etcd and basicAuth exists, username must have secretReference or content",
                    found);
            need(
                    "spec.basicAuth.password",
                    Optional.of(auth.password()),
                    "When driver is not etcd and basicAuth exists, password must have secretReference or content",
                    found);
        });
        if (spec.tlsConfig().isEmpty() && spec.basicAuth().isEmpty()) {
            found.add("spec", null, "When driver is not etcd, either tlsConfig or basicAuth must be provided");
        }
    }

    private static void sqlite(DataStoreSpec spec, Findings found) {
        if (spec.endpoints().isPresent()
                || spec.basicAuth().isPresent()
                || spec.tlsConfig().isPresent()) {
            found.add("spec", null, "endpoints, basicAuth and tlsConfig are not supported with the SQLite driver");
        }
        found.require(
                "spec.sqlite.size",
                spec.sqlite().flatMap(sqlite -> sqlite.size()),
                size -> QUANTITY.matcher(size).matches(),
                "must be a quantity, such as 1Gi");
    }

    private static void endpoints(DataStoreSpec spec, Findings found) {
        if (!spec.driver().equals("SQLite")) {
            if (spec.endpoints().isEmpty()) {
                found.add("spec.endpoints", null, "endpoints must be provided unless driver is SQLite");
            }
            found.require(
                    "spec.sqlite",
                    spec.sqlite().map(it -> "set"),
                    it -> false,
                    "sqlite is supported only with the SQLite driver");
        }
        found.requireEach(
                "spec.endpoints", spec.endpoints(), DataStoreRules::isEndpoint, "must be host:port, without a scheme");
    }

    private static boolean isEndpoint(String text) {
        var matcher = ENDPOINT.matcher(text);
        return matcher.matches()
                && Integer.parseInt(matcher.group(2)) >= 1
                && Integer.parseInt(matcher.group(2)) <= 65535;
    }

    private static void need(String path, Optional<ContentRef> content, String message, Findings found) {
        if (content.isEmpty()
                || content.get().content().isEmpty()
                        && content.get().secretReference().isEmpty()) {
            found.add(path, null, message);
        }
    }
}
