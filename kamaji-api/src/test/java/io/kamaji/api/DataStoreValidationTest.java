package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Violation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataStoreValidationTest {
    private static final String REF = "{secretReference: {namespace: a, name: b, keyPath: c}}";

    static Stream<Wrong> wrong() {
        return Stream.of(
                etcd("spec.driver", "consul")
                        .gives(
                                "Unsupported value, supported values: \"etcd\", \"MySQL\", \"PostgreSQL\", \"NATS\", \"SQLite\""),
                etcd("spec.driver", "null").gives("Required value"),
                etcd("spec.endpoints", "[]").gives("should have at least 1 items"),
                etcd("spec.endpoints", "null").gives("endpoints must be provided unless driver is SQLite"),
                etcd("spec.endpoints", "['https://etcd:2379', 'etcd:2379', etcd, 'etcd:99999']")
                        .gives("spec.endpoints[0]", "'https://etcd:2379'", "must be host:port, without a scheme")
                        .gives("spec.endpoints[2]", "etcd", "must be host:port, without a scheme")
                        .gives("spec.endpoints[3]", "'etcd:99999'", "must be host:port, without a scheme"),
                etcd("spec.tlsConfig", "null")
                        .gives(
                                "spec.tlsConfig.certificateAuthority.privateKey",
                                "null",
                                "certificateAuthority privateKey must have secretReference or content when driver is etcd")
                        .gives(
                                "spec.tlsConfig.clientCertificate.certificate",
                                "null",
                                "clientCertificate must have secretReference or content when driver is etcd")
                        .gives(
                                "spec.tlsConfig.clientCertificate.privateKey",
                                "null",
                                "clientCertificate privateKey must have secretReference or content when driver is etcd"),
                etcd("spec.tlsConfig.certificateAuthority.certificate", "{}")
                        .gives(
                                "spec.tlsConfig.certificateAuthority.certificate",
                                "null",
                                "CA certificate is not valid, the Secret reference is mandatory when bare content is not specified"),
                etcd("spec.tlsConfig.certificateAuthority.privateKey", "{secretReference: {keyPath: ''}}")
                        .gives(
                                "spec.tlsConfig.certificateAuthority.privateKey.secretReference.keyPath",
                                "''",
                                "should be at least 1 chars long")
                        .gives(
                                "spec.tlsConfig.certificateAuthority.privateKey.secretReference.name",
                                "null",
                                "the Secret reference name is mandatory")
                        .gives(
                                "spec.tlsConfig.certificateAuthority.privateKey.secretReference.namespace",
                                "null",
                                "the Secret reference namespace is mandatory"),
                etcd("spec.sqlite", "{}")
                        .gives("spec.sqlite", "set", "sqlite is supported only with the SQLite driver"),
                postgresql("spec.basicAuth", "{username: {}, password: {}}")
                        .gives(
                                "spec.basicAuth.username",
                                "null",
                                "When driver is not etcd and basicAuth exists, username must have secretReference or content")
                        .gives(
                                "spec.basicAuth.password",
                                "null",
                                "When driver is not etcd and basicAuth exists, password must have secretReference or content"),
                postgresql("spec.basicAuth", "null")
                        .and("spec.tlsConfig", "null")
                        .gives(
                                "spec",
                                "null",
                                "When driver is not etcd, either tlsConfig or basicAuth must be provided"),
                postgresql("spec.tlsConfig.clientCertificate", "{certificate: {}, privateKey: {}}")
                        .gives(
                                "spec.tlsConfig.clientCertificate.certificate",
                                "null",
                                "When driver is not etcd and tlsConfig exists, clientCertificate must be null or contain valid"
                                        + " content"),
                postgresql("spec.basicAuth", "{username: " + REF + "}")
                        .gives("spec.basicAuth.password", "null", "Required value"),
                etcd("spec", "{driver: SQLite, endpoints: ['a:1'], sqlite: {volume: hostPath, size: big}}")
                        .gives(
                                "spec.sqlite.volume",
                                "hostPath",
                                "Unsupported value, supported values: \"persistentVolumeClaim\", \"emptyDir\"")
                        .gives("spec.sqlite.size", "big", "must be a quantity, such as 1Gi")
                        .gives(
                                "spec",
                                "null",
                                "endpoints, basicAuth and tlsConfig are not supported with the SQLite driver"),
                generator("spec.user", "{}")
                        .gives("spec.user", "null", "Either stringValue or fromDefinition must be set, but not both."),
                generator("spec.groups", "[{stringValue: '', fromDefinition: metadata.name}]")
                        .gives(
                                "spec.groups[0]",
                                "''",
                                "Either stringValue or fromDefinition must be set, but not both."),
                generator("spec.user", "null").gives("Required value"),
                generator(
                                "spec.namespaceSelector",
                                "{matchExpressions: [{key: a, operator: Is}, {key: a, operator: In}, {operator: Exists}]}")
                        .gives("spec.namespaceSelector.matchExpressions[2].key", "null", "Required value"));
    }

    private static Wrong etcd(String path, String yaml) {
        return Wrong.of("datastore-etcd-main", path, yaml);
    }

    private static Wrong postgresql(String path, String yaml) {
        return Wrong.of("datastore-pg-main", path, yaml);
    }

    private static Wrong generator(String path, String yaml) {
        return Wrong.of("kubeconfig-generator", path, yaml);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void validate_wrongInput_givesExactlyItsViolations(Wrong wrong) {
        assertThat(wrong.expected()).isNotEmpty();
        assertThat(wrong.actual()).containsExactlyInAnyOrderElementsOf(wrong.expected());
    }

    @Test
    void validate_contentNotBase64_doesNotPrintIt() {
        var wrong = postgresql("spec.basicAuth.password", "{content: 'hunter2!'}");

        assertThat(wrong.actual()).hasSize(1).first().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("spec.basicAuth.password.content");
            assertThat(violation.toString()).doesNotContain("hunter2").contains("8 characters");
        });
    }

    @Test
    void validate_sqliteWithoutAnything_isValid() {
        assertThat(DataStore.sqlite("embedded").build().validate()).isEmpty();
    }

    @Test
    void validateUpdate_otherDriver_isRefusedTwice() {
        var etcd = (DataStore) Samples.read("datastore-etcd-main");
        var sqlite = DataStore.sqlite("etcd-main").build();

        assertThat(sqlite.validateUpdate(etcd))
                .extracting(Violation::message)
                .containsExactly(
                        "Datastore driver is immutable", "driver is immutable and cannot be changed after creation");
    }
}
