package io.kamaji.core.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.KineLauncher.Request;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.pki.Issuance;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KinePodManifestTest {
    private static final ObjectRef BLUE = ObjectRef.of("apps/v1", "Deployment", "tenants", "blue");
    private static final TenantAccount ACCOUNT = new TenantAccount("blue_1", "blue_1", "secret-word", "it/blue");
    private static final ReconcilerSettings SETTINGS =
            ReconcilerSettings.builder().dataStores(DataStoreSource.of()).build();
    private static final KineTls TLS = KineTls.issue(Issuance.of(Instant.now(), new SecureRandom()));

    private static TenantControlPlane tenant(String deployment) {
        return TenantControlPlane.of(JsonObject.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata: {name: blue, namespace: tenants}
                spec:
                  dataStore: other
                  kubernetes: {version: v1.36.3, kubelet: {}}
                  controlPlane:
                    service: {serviceType: ClusterIP}
                    deployment: %s
                """.formatted(deployment)));
    }

    private static Request request(DataStoreDriver driver, DataStore store, Map<String, String> files) {
        var resolved = ResolvedDataStore.resolve(store, SecretSource.none());
        return new Request(resolved.name(), driver.bind(resolved, ACCOUNT), ACCOUNT, files);
    }

    private static KinePodManifest render(TenantControlPlane tenant, Request request) {
        var store = new DataStoreBinding(request.dataStore(), "", List.of(), request.tenant(), request.binding());
        var template = PlaceRendering.of(tenant, store, SETTINGS).podTemplate().orElseThrow();
        return KinePodManifest.of(BLUE, request, template, TLS, Duration.ofHours(1), List.of());
    }

    @Test
    void of_sqliteOnAClaim_isTheTenantsKineBehindMutualTls() {
        var kine = render(
                tenant("""
                        {podAdditionalMetadata: {labels: {allow-to-store: "true"}},
                        nodeSelector: {disk: fast}, serviceAccountName: pullers, podSecurityContext: {fsGroup: 1000},
                        resources: {kine: {requests: {cpu: 50m}}},
                        extraArgs: {kine: ["--listen-address=unix:///other", "--datastore-max-open-connections=7"]},
                        additionalContainers: [{name: kine, image: "example.com/kine:v0.17.5", securityContext: {runAsNonRoot: true}}]}
                        """),
                request(new SqliteDriver(), DataStore.sqlite("file").build(), Map.of()));
        assertThat(kine.pod()).isEqualTo(JsonObject.parse("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: blue-kine-3b9c358f
                  namespace: tenants
                  labels:
                    allow-to-store: "true"
                    component.kamaji.clastix.io/datastore: file
                    kamaji.clastix.io/kine-of: blue
                    kamaji.clastix.io/project: kamaji
                  annotations: {kamaji.clastix.io/datastore: file}
                spec:
                  nodeSelector: {disk: fast}
                  serviceAccountName: pullers
                  automountServiceAccountToken: false
                  securityContext: {fsGroup: 1000}
                  terminationGracePeriodSeconds: 5
                  restartPolicy: Never
                  activeDeadlineSeconds: 3600
                  containers:
                    - name: kine
                      image: example.com/kine:v0.17.5
                      imagePullPolicy: IfNotPresent
                      securityContext: {runAsNonRoot: true}
                      command: [/bin/kine]
                      args:
                        - --datastore-max-open-connections=7
                        - --endpoint=sqlite:///var/lib/kine/state.db?_journal_mode=WAL&_busy_timeout=30000&_synchronous=NORMAL&_txlock=immediate&_stmt_cache_size=20&cache=shared
                        - --listen-address=:2379
                        - --metrics-bind-address=0
                        - --server-cert-file=/serving/serving.crt
                        - --server-key-file=/serving/serving.key
                        - --trusted-ca-file=/serving/serving-ca.crt
                      resources: {requests: {cpu: 50m}}
                      env:
                        - {name: DB_CONNECTION_STRING, valueFrom: {secretKeyRef: {name: blue-kine-3b9c358f, key: DB_CONNECTION_STRING}}}
                        - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: blue-kine-3b9c358f, key: DB_PASSWORD}}}
                        - {name: DB_SCHEMA, valueFrom: {secretKeyRef: {name: blue-kine-3b9c358f, key: DB_SCHEMA}}}
                        - {name: DB_USER, valueFrom: {secretKeyRef: {name: blue-kine-3b9c358f, key: DB_USER}}}
                      ports: [{name: etcd, containerPort: 2379}]
                      readinessProbe: {tcpSocket: {port: 2379}, periodSeconds: 1}
                      terminationMessagePolicy: FallbackToLogsOnError
                      volumeMounts:
                        - {name: kine-data, mountPath: /var/lib/kine}
                        - {name: kine-serving, mountPath: /serving, readOnly: true}
                  volumes:
                    - {name: kine-data, persistentVolumeClaim: {claimName: blue-kine-data}}
                    - name: kine-serving
                      secret:
                        secretName: blue-kine-3b9c358f
                        items:
                          - {key: serving.crt, path: serving.crt}
                          - {key: serving.key, path: serving.key}
                          - {key: serving-ca.crt, path: serving-ca.crt}
                """));
    }

    @Test
    void of_aServer_hasTheTenantsAccountAndFilesInItsSecretOnly() {
        var store = DataStore.builder()
                .metadata(m -> m.name("sql"))
                .spec(spec -> spec.driver("PostgreSQL").endpoints(List.of("sql.example.com:5432")))
                .build();
        var kine = render(tenant("{}"), request(new PostgreSqlDriver(), store, Map.of("ca.crt", "CA")));
        assertThat(kine.secret().texts("data"))
                .containsEntry("ca.crt", encoded("CA"))
                .containsEntry("DB_PASSWORD", encoded("secret-word"))
                .containsKeys("DB_USER", "DB_SCHEMA", "DB_CONNECTION_STRING", "serving.key");
        assertThat(kine.secret().text("metadata", "name"))
                .isEqualTo(kine.pod().text("metadata", "name"))
                .isNotEqualTo(KinePodManifest.ref(BLUE, "other").name());
        var container =
                kine.pod().array("spec", "containers").objects().findFirst().orElseThrow();
        assertThat(container
                        .array("volumeMounts")
                        .objects()
                        .map(m -> m.text("mountPath").orElse("")))
                .containsExactly("/certs", "/serving");
        assertThat(kine.pod().toJson() + kine).doesNotContain("secret-word", encoded("secret-word"), "PRIVATE");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
