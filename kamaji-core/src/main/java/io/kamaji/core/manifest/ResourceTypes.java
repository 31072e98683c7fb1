package io.kamaji.core.manifest;

import java.util.List;
import java.util.Optional;

/** The types that Kamaji's own components use, so that no discovery is needed for them. */
public final class ResourceTypes {
    public static final ResourceType SECRET = new ResourceType("v1", "Secret", "secrets", true);
    public static final ResourceType CONFIG_MAP = new ResourceType("v1", "ConfigMap", "configmaps", true);
    public static final ResourceType SERVICE = new ResourceType("v1", "Service", "services", true);
    public static final ResourceType ENDPOINT_SLICE =
            new ResourceType("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", true);
    public static final ResourceType SERVICE_ACCOUNT =
            new ResourceType("v1", "ServiceAccount", "serviceaccounts", true);
    public static final ResourceType NAMESPACE = new ResourceType("v1", "Namespace", "namespaces", false);
    public static final ResourceType NODE = new ResourceType("v1", "Node", "nodes", false);
    public static final ResourceType POD = new ResourceType("v1", "Pod", "pods", true);
    public static final ResourceType EVENT = new ResourceType("v1", "Event", "events", true);
    public static final ResourceType RECORDED_EVENT = new ResourceType("events.k8s.io/v1", "Event", "events", true);
    public static final ResourceType PERSISTENT_VOLUME_CLAIM =
            new ResourceType("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    public static final ResourceType DEPLOYMENT = new ResourceType("apps/v1", "Deployment", "deployments", true);
    public static final ResourceType REPLICA_SET = new ResourceType("apps/v1", "ReplicaSet", "replicasets", true);
    public static final ResourceType DAEMON_SET = new ResourceType("apps/v1", "DaemonSet", "daemonsets", true);
    public static final ResourceType POD_DISRUPTION_BUDGET =
            new ResourceType("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true);
    public static final ResourceType INGRESS = new ResourceType("networking.k8s.io/v1", "Ingress", "ingresses", true);
    public static final ResourceType NETWORK_POLICY =
            new ResourceType("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true);
    public static final ResourceType TLS_ROUTE =
            new ResourceType("gateway.networking.k8s.io/v1", "TLSRoute", "tlsroutes", true);
    public static final ResourceType TCP_ROUTE =
            new ResourceType("gateway.networking.k8s.io/v1", "TCPRoute", "tcproutes", true);
    public static final ResourceType GATEWAY =
            new ResourceType("gateway.networking.k8s.io/v1", "Gateway", "gateways", true);
    public static final ResourceType INGRESS_CLASS =
            new ResourceType("networking.k8s.io/v1", "IngressClass", "ingressclasses", false);
    public static final ResourceType ROLE = new ResourceType("rbac.authorization.k8s.io/v1", "Role", "roles", true);
    public static final ResourceType ROLE_BINDING =
            new ResourceType("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true);
    public static final ResourceType CLUSTER_ROLE =
            new ResourceType("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", false);
    public static final ResourceType CLUSTER_ROLE_BINDING =
            new ResourceType("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", false);
    public static final ResourceType ADMISSION_POLICY = new ResourceType(
            "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false);
    public static final ResourceType ADMISSION_POLICY_BINDING = new ResourceType(
            "admissionregistration.k8s.io/v1",
            "ValidatingAdmissionPolicyBinding",
            "validatingadmissionpolicybindings",
            false);
    public static final ResourceType MUTATION_POLICY = new ResourceType(
            "admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies", false);
    public static final ResourceType MUTATION_POLICY_BINDING = new ResourceType(
            "admissionregistration.k8s.io/v1",
            "MutatingAdmissionPolicyBinding",
            "mutatingadmissionpolicybindings",
            false);
    public static final ResourceType VALIDATING_WEBHOOKS = new ResourceType(
            "admissionregistration.k8s.io/v1",
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations",
            false);
    public static final ResourceType MUTATING_WEBHOOKS = new ResourceType(
            "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false);
    public static final ResourceType LEASE = new ResourceType("coordination.k8s.io/v1", "Lease", "leases", true);
    public static final ResourceType TENANT_CONTROL_PLANE =
            new ResourceType("kamaji.clastix.io/v1alpha1", "TenantControlPlane", "tenantcontrolplanes", true);
    public static final ResourceType KUBECONFIG_GENERATOR =
            new ResourceType("kamaji.clastix.io/v1alpha1", "KubeconfigGenerator", "kubeconfiggenerators", false);
    public static final ResourceType DATA_STORE =
            new ResourceType("kamaji.clastix.io/v1alpha1", "DataStore", "datastores", false);

    public static final ResourceType TENANT_BOUNDARY =
            new ResourceType("platform.kamaji.io/v1alpha1", "TenantBoundary", "tenantboundaries", false);
    public static final ResourceType TENANT_CLASS =
            new ResourceType("platform.kamaji.io/v1alpha1", "TenantClass", "tenantclasses", false);
    public static final ResourceType RESOURCE_QUOTA = new ResourceType("v1", "ResourceQuota", "resourcequotas", true);
    public static final ResourceType LIMIT_RANGE = new ResourceType("v1", "LimitRange", "limitranges", true);

    public static final ResourceType CUSTOM_RESOURCE_DEFINITION =
            new ResourceType("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", false);

    private static final List<ResourceType> ALL = List.of(
            SECRET,
            CONFIG_MAP,
            SERVICE,
            ENDPOINT_SLICE,
            SERVICE_ACCOUNT,
            NAMESPACE,
            NODE,
            POD,
            EVENT,
            RECORDED_EVENT,
            PERSISTENT_VOLUME_CLAIM,
            DEPLOYMENT,
            REPLICA_SET,
            DAEMON_SET,
            POD_DISRUPTION_BUDGET,
            INGRESS,
            NETWORK_POLICY,
            TLS_ROUTE,
            TCP_ROUTE,
            GATEWAY,
            INGRESS_CLASS,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            ADMISSION_POLICY,
            ADMISSION_POLICY_BINDING,
            MUTATION_POLICY,
            MUTATION_POLICY_BINDING,
            VALIDATING_WEBHOOKS,
            MUTATING_WEBHOOKS,
            LEASE,
            TENANT_CONTROL_PLANE,
            KUBECONFIG_GENERATOR,
            DATA_STORE,
            TENANT_BOUNDARY,
            TENANT_CLASS,
            RESOURCE_QUOTA,
            LIMIT_RANGE,
            CUSTOM_RESOURCE_DEFINITION);

    private ResourceTypes() {}

    /** All of them. */
    public static List<ResourceType> all() {
        return ALL;
    }

    /** The type of an apiVersion and kind, or empty if it is none of these. */
    public static Optional<ResourceType> of(String apiVersion, String kind) {
        return ALL.stream()
                .filter(type ->
                        type.apiVersion().equals(apiVersion) && type.kind().equals(kind))
                .findFirst();
    }
}
