package io.kamaji.api;

import static io.kamaji.api.Wrong.minimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The types of Kubernetes inside of a spec are checked like the spec's own. */
class EmbeddedTypesTest {
    private static final String POD = "spec.controlPlane.deployment";
    private static final String CONTAINERS = POD + ".additionalContainers";
    private static final String VOLUMES = POD + ".additionalVolumes";
    private static final String UNKNOWN = "unknown field";

    static Stream<Wrong> wrongTypes() {
        return Stream.of(
                minimal(POD, "{podSecurityContext: {runAsUser: abc}}")
                        .gives(POD + ".podSecurityContext.runAsUser", "abc", "must be of type integer: \"string\""),
                minimal(CONTAINERS, "[{name: x, image: z, env: [{name: A, value: 1}]}]")
                        .gives(CONTAINERS + "[0].env[0].value", "1", "must be of type string: \"integer\""),
                minimal(CONTAINERS, "[{name: x, image: z, env: [{value: a}, {name: B}, {name: B}]}]")
                        .gives(CONTAINERS + "[0].env[0].name", "null", "Required value")
                        .gives(CONTAINERS + "[0].env[2]", "{name: B}", "Duplicate value"),
                minimal(
                                CONTAINERS,
                                "[{name: x, image: z, ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]}]")
                        .gives(CONTAINERS + "[0].ports[1]", "{containerPort: 80, protocol: TCP}", "Duplicate value"),
                minimal(CONTAINERS, "[{name: x, image: z, livenessProbe: {httpGet: {path: /, port: true}}}]")
                        .gives(
                                CONTAINERS + "[0].livenessProbe.httpGet.port",
                                "true",
                                "must be of type integer or string: \"boolean\""),
                minimal(CONTAINERS, "[{name: x, image: z, livenessProbe: {httpGet: {path: /}}}]")
                        .gives(CONTAINERS + "[0].livenessProbe.httpGet.port", "null", "Required value"),
                minimal(CONTAINERS, "[{name: x, image: z, imagePullPolicy: Sometimes}]")
                        .gives(
                                CONTAINERS + "[0].imagePullPolicy",
                                "Sometimes",
                                "Unsupported value, supported values: \"Always\", \"IfNotPresent\", \"Never\""),
                minimal(VOLUMES, "[{name: x, secret: {secretName: s, defaultMode: '0644'}}]")
                        .gives(VOLUMES + "[0].secret.defaultMode", "'0644'", "must be of type integer: \"string\""),
                minimal(VOLUMES, "[{name: x, emptyDir: {sizeLimit: much}}]")
                        .gives(VOLUMES + "[0].emptyDir.sizeLimit", "much", "must be of type quantity: \"string\""),
                minimal(VOLUMES, "[{name: x, hostPath: {path: /x, type: Director}}]")
                        .gives(
                                VOLUMES + "[0].hostPath.type",
                                "Director",
                                "Unsupported value, supported values: \"BlockDevice\", \"CharDevice\", \"Directory\","
                                        + " \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\""),
                minimal(POD, "{resources: {kine: {requests: {cpu: lots}}}}")
                        .gives(POD + ".resources.kine.requests.cpu", "lots", "must be of type quantity: \"string\""),
                minimal(POD, "{resources: {kine: {requests: {cpu: -1}}}}")
                        .gives(
                                POD + ".resources.kine.requests[cpu]",
                                "-1",
                                "must be a non-negative quantity (e.g. 250m, 1Gi)"),
                minimal(POD, "{topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: Never}]}")
                        .gives(
                                POD + ".topologySpreadConstraints[0].whenUnsatisfiable",
                                "Never",
                                "Unsupported value, supported values: \"DoNotSchedule\", \"ScheduleAnyway\""));
    }

    static Stream<Wrong> misspelt() {
        return Stream.of(
                minimal(POD, "{podSecurityContext: {runAsUsr: 65532}}")
                        .gives(POD + ".podSecurityContext.runAsUsr", "65532", UNKNOWN),
                minimal(POD, "{containerSecurityContexts: {apiServer: {capabilites: {drop: [ALL]}}}}")
                        .gives(POD + ".containerSecurityContexts.apiServer.capabilites", "{drop: [ALL]}", UNKNOWN),
                minimal(POD, "{resources: {apiServer: {request: {cpu: 1}}}}")
                        .gives(POD + ".resources.apiServer.request", "{cpu: 1}", UNKNOWN),
                minimal(POD, "{affinity: {nodeAfinity: {}}}").gives(POD + ".affinity.nodeAfinity", "{}", UNKNOWN),
                minimal(CONTAINERS, "[{name: x, imag: y, image: z}]").gives(CONTAINERS + "[0].imag", "'y'", UNKNOWN),
                minimal("spec.addons.konnectivity.server", "{port: 8132, resources: {limit: {cpu: 1}}}")
                        .gives("spec.addons.konnectivity.server.resources.limit", "{cpu: 1}", UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource({"wrongTypes", "misspelt"})
    void validate_whatKubernetesWouldNotTake_givesItsPath(Wrong wrong) {
        assertThat(wrong.actual()).containsExactlyInAnyOrderElementsOf(wrong.expected());
    }

    @ParameterizedTest
    @MethodSource("misspelt")
    void parse_misspeltMember_isWarnedOfOrRefused(Wrong wrong) {
        assertThat(TenantControlPlane.of(wrong.document()).warnings()).containsAll(wrong.expected());
        assertThatThrownBy(() -> TenantControlPlane.parse(wrong.document().toYaml(), UnknownFields.REFUSE))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.violations()).isEqualTo(wrong.expected()));
    }

    @Test
    void warnings_misspeltMemberOfTheSpec_isToldWithItsPath() {
        var tenant = TenantControlPlane.of(minimal(POD, "{replcias: 1}").document());

        assertThat(tenant.validate()).isEmpty();
        assertThat(tenant.warnings()).extracting(Violation::toString).contains(POD + ".replcias: 1: " + UNKNOWN);
    }

    @Test
    void validate_everyEmbeddedTypeUsedRightly_isValid() {
        var tenant = TenantControlPlane.of(minimal(POD, """
                        additionalInitContainers:
                        - {name: init, image: busybox, command: [sh, -c, 'true'], restartPolicy: Always}
                        additionalContainers:
                        - name: sidecar
                          image: busybox
                          imagePullPolicy: ''
                          env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                          ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]
                          livenessProbe: {httpGet: {path: /, port: web}, periodSeconds: 5}
                          lifecycle: {preStop: {sleep: {seconds: 5}}}
                          resources: {requests: {cpu: 0.5, memory: 1Gi}, limits: {cpu: 1}}
                          securityContext: {capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
                        additionalVolumes:
                        - {name: a, secret: {secretName: s, defaultMode: 0644}}
                        - {name: b, emptyDir: {sizeLimit: 1Gi}}
                        - name: c
                          projected: {sources: [{serviceAccountToken: {path: token}}, {configMap: {name: d}}]}
                        - name: d
                          ephemeral:
                            volumeClaimTemplate:
                              metadata: {labels: {a: b}}
                              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                        additionalVolumeMounts: {apiServer: [{name: a, mountPath: /a, readOnly: true}]}
                        affinity:
                          podAntiAffinity:
                            requiredDuringSchedulingIgnoredDuringExecution:
                            - topologyKey: kubernetes.io/hostname
                              labelSelector: {matchExpressions: [{key: a, operator: Exists}]}
                        podSecurityContext: {runAsUser: 65532, fsGroup: 65532, sysctls: [{name: a, value: b}]}
                        containerSecurityContexts: {scheduler: {readOnlyRootFilesystem: true}}
                        topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
                        """).document());

        assertThat(tenant.validate()).isEmpty();
        assertThat(tenant.warnings()).extracting(Violation::path).isEqualTo(List.of());
    }
}
