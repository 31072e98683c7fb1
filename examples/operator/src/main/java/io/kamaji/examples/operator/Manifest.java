package io.kamaji.examples.operator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.Locale;

/** The objects of an installation, with {@code %(namespace)} and {@code %(image)} to be filled in. */
enum Manifest {
    NAMESPACE("""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: "%(namespace)"
              labels:
                pod-security.kubernetes.io/enforce: restricted
            """),
    ACCOUNT("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: kamaji-controller-manager, namespace: "%(namespace)"}
            """),
    VIEW("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: kamaji-view
              labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}
            rules:
            - apiGroups: [kamaji.clastix.io]
              resources: [tenantcontrolplanes, tenantcontrolplanes/status, datastores, kubeconfiggenerators]
              verbs: [get, list, watch]
            """),
    EDIT("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: kamaji-edit
              labels:
                rbac.authorization.k8s.io/aggregate-to-edit: "true"
                rbac.authorization.k8s.io/aggregate-to-admin: "true"
            rules:
            - apiGroups: [kamaji.clastix.io]
              resources: [tenantcontrolplanes]
              verbs: [create, update, patch, delete, deletecollection]
            - apiGroups: [kamaji.clastix.io]
              resources: [tenantcontrolplanes/scale]
              verbs: [get, update, patch]
            """),
    METRICS_SERVICE("""
            apiVersion: v1
            kind: Service
            metadata:
              name: kamaji-metrics-service
              namespace: "%(namespace)"
              labels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            spec:
              ports: [{name: metrics, port: 8080, protocol: TCP, targetPort: metrics}]
              selector: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            """),
    WEBHOOK_SERVICE("""
            apiVersion: v1
            kind: Service
            metadata:
              name: kamaji-webhook-service
              namespace: "%(namespace)"
              labels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            spec:
              ports: [{name: webhook-server, port: 443, protocol: TCP, targetPort: webhook-server}]
              selector: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            """),
    DEPLOYMENT("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: kamaji
              namespace: "%(namespace)"
              labels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            spec:
              replicas: 2
              selector:
                matchLabels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
              template:
                metadata:
                  labels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
                spec:
                  serviceAccountName: kamaji-controller-manager
                  terminationGracePeriodSeconds: 30
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 65532
                    runAsGroup: 65532
                    fsGroup: 65532
                    seccompProfile: {type: RuntimeDefault}
                  topologySpreadConstraints:
                  - labelSelector:
                      matchLabels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
                    maxSkew: 1
                    topologyKey: kubernetes.io/hostname
                    whenUnsatisfiable: ScheduleAnyway
                  containers:
                  - name: manager
                    image: "%(image)"
                    imagePullPolicy: IfNotPresent
                    args:
                    - manager
                    - --leader-elect=true
                    - --metrics-bind-address=:8080
                    - --health-probe-bind-address=:8081
                    - --webhook-bind-address=:9443
                    - --install-definitions=false
                    - --namespaces=%(tenants)
                    - --datastore=
                    env:
                    - name: POD_NAMESPACE
                      valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
                    ports:
                    - {name: metrics, containerPort: 8080, protocol: TCP}
                    - {name: healthcheck, containerPort: 8081, protocol: TCP}
                    - {name: webhook-server, containerPort: 9443, protocol: TCP}
                    livenessProbe:
                      httpGet: {path: /healthz, port: healthcheck}
                      initialDelaySeconds: 15
                      periodSeconds: 20
                    readinessProbe:
                      httpGet: {path: /readyz, port: healthcheck}
                      initialDelaySeconds: 2
                      periodSeconds: 5
                    resources:
                      requests: {cpu: 100m, memory: 256Mi}
                      limits: {memory: 384Mi}
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      runAsNonRoot: true
                      capabilities: {drop: [ALL]}
                    volumeMounts:
                    - {name: tmp, mountPath: /tmp}
                  volumes:
                  - name: tmp
                    emptyDir: {sizeLimit: 64Mi}
            """),
    DISRUPTION_BUDGET("""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: kamaji, namespace: "%(namespace)"}
            spec:
              maxUnavailable: 1
              selector:
                matchLabels: {app.kubernetes.io/name: kamaji, app.kubernetes.io/component: controller-manager}
            """),
    MUTATING_WEBHOOK(webhook("Mutating", "mutate")),
    VALIDATING_WEBHOOK(webhook("Validating", "validate"));

    /** While no replica answers nothing is refused here: the operator says the same as conditions once it is back. */
    private static String webhook(String what, String verb) {
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: %(What)WebhookConfiguration
            metadata: {name: kamaji-%(what)-webhook-configuration}
            webhooks:
            - name: %(letter)tenantcontrolplane.kb.io
              admissionReviewVersions: [v1]
              clientConfig:
                service:
                  name: kamaji-webhook-service
                  namespace: "%(namespace)"
                  path: /%(verb)-kamaji-clastix-io-v1alpha1-tenantcontrolplane
                  port: 443
              failurePolicy: Ignore
              matchPolicy: Equivalent
              sideEffects: None
              timeoutSeconds: 5
              rules:
              - apiGroups: [kamaji.clastix.io]
                apiVersions: [v1alpha1]
                operations: [CREATE, UPDATE]
                resources: [tenantcontrolplanes]
                scope: "*"
            """.replace("%(What)", what)
                .replace("%(what)", what.toLowerCase(Locale.ROOT))
                .replace("%(letter)", verb.substring(0, 1))
                .replace("%(verb)", verb);
    }

    private final JsonObject tree;

    Manifest(String yaml) {
        tree = JsonObject.parse(yaml);
    }

    JsonObject of(Install install) {
        return filled(tree, install).asObject().orElseThrow();
    }

    private static JsonValue filled(JsonValue value, Install install) {
        if (value instanceof JsonObject object) {
            var filled = object;
            for (var member : object.members().entrySet()) {
                filled = filled.with(member.getKey(), filled(member.getValue(), install));
            }
            return filled;
        } else if (value instanceof JsonArray array) {
            return array.map(item -> filled(item, install));
        }
        return value.asText()
                .map(text -> JsonValue.of(text.replace("%(namespace)", install.namespace())
                        .replace("%(image)", install.image())
                        .replace("%(tenants)", String.join(",", install.tenants()))))
                .orElse(value);
    }
}
