package io.kamaji.api;

import static io.kamaji.api.Wrong.minimal;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Names;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantValidationTest {
    private static final String NET = "spec.networkProfile.";
    private static final String PLANE = "spec.controlPlane.";
    private static final String SERVICE = PLANE + "service.";
    private static final String AGENT = "spec.addons.konnectivity.agent";
    private static final String AGENT_REPLICAS =
            "replicas must be 0 (or unset) when mode is DaemonSet, and greater than 0 (or unset) when mode is Deployment";
    private static final String PARSE = "unable to parse the desired Kubernetes version: ";
    private static final String TOO_NEW =
            "unable to create a TenantControlPlane with a Kubernetes version greater than the supported one, actually v1.37";
    private static final String RANGE = "must be between 1 and 65535, inclusive";
    private static final String LABEL_1035 =
            "the provided name is invalid, a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123',"
                    + " regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private static final String ALTNAME =
            "altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards: a lowercase RFC 1123"
                    + " subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'); a wildcard DNS-1123 subdomain"
                    + " must start with '*.', followed by a valid DNS subdomain, which must consist of lower case"
                    + " alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com',"
                    + " regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private static final String OURS = "keys under kamaji.clastix.io/ say whose an object is";

    static Stream<Wrong> identityAndVersion() {
        return Stream.of(
                minimal("metadata.name", "Blue").gives(LABEL_1035),
                minimal("metadata.name", "1-blue").gives(LABEL_1035),
                minimal("metadata.name", "null").gives(LABEL_1035),
                minimal("metadata.name", "a" + "b".repeat(63))
                        .gives("the provided name is invalid, must be no more than 63 characters"),
                minimal("metadata.namespace", "null").gives("Required value"),
                minimal("spec.kubernetes.version", "''").gives(PARSE + "Version string empty"),
                minimal("spec.kubernetes.version", "v1.36")
                        .gives(PARSE + "No Major.Minor.Patch elements found, write 1.36.3, say"),
                minimal("spec.kubernetes.version", "v1").gives(PARSE + "No Major.Minor.Patch elements found"),
                minimal("spec.kubernetes.version", "vx.36.0")
                        .gives(PARSE + "Invalid character(s) found in major number \"x\""),
                minimal("spec.kubernetes.version", "v1.036.0")
                        .gives(PARSE + "Minor number must not contain leading zeroes \"036\""),
                minimal("spec.kubernetes.version", "v1.36.0-").gives(PARSE + "Prerelease is empty"),
                minimal("spec.kubernetes.version", "v1.38.0").gives(TOO_NEW),
                minimal("spec.kubernetes.version", "v2.0.0").gives(TOO_NEW),
                minimal("spec.kubernetes.version", "null").gives("Required value"),
                minimal("spec.kubernetes.version", "1.36").gives("must be of type string: \"number\""),
                minimal("spec.kubernetes.kubelet", "null").gives("Required value"),
                minimal("spec.kubernetes.kubelet.cgroupfs", "cgroupv2")
                        .gives("Unsupported value, supported values: \"systemd\", \"cgroupfs\""),
                minimal("spec.kubernetes.kubelet.preferredAddressTypes", "[]").gives("should have at least 1 items"),
                minimal("spec.kubernetes.kubelet.preferredAddressTypes", "[Hostname, Hostname]")
                        .gives("spec.kubernetes.kubelet.preferredAddressTypes[1]", "Hostname", "Duplicate value"),
                minimal("spec.kubernetes.kubelet.preferredAddressTypes", "[Hostname, DNS]")
                        .gives(
                                "spec.kubernetes.kubelet.preferredAddressTypes[1]",
                                "DNS",
                                "Unsupported value, supported values: \"Hostname\", \"InternalIP\", \"ExternalIP\","
                                        + " \"InternalDNS\", \"ExternalDNS\""),
                minimal("spec.kubernetes.kubelet.configurationJSONPatches", "[{op: merge, path: /a, value: 1}]")
                        .gives(
                                "spec.kubernetes.kubelet.configurationJSONPatches[0].op",
                                "merge",
                                "Unsupported value, supported values: \"add\", \"remove\", \"replace\", \"move\", \"copy\","
                                        + " \"test\""),
                minimal("spec.kubernetes.kubelet.configurationJSONPatches", "[{op: move, path: a}]")
                        .gives(
                                "spec.kubernetes.kubelet.configurationJSONPatches[0].path",
                                "a",
                                "must be a JSON pointer (RFC 6901)")
                        .gives(
                                "spec.kubernetes.kubelet.configurationJSONPatches[0].from",
                                "null",
                                "must be set for op move"));
    }

    static Stream<Wrong> network() {
        return Stream.of(
                minimal(NET + "port", "0").gives(RANGE),
                minimal(NET + "port", "65536").gives(RANGE),
                minimal(NET + "port", "https").gives("must be of type integer: \"string\""),
                minimal(NET + "address", "blue.example.org")
                        .gives("must be a valid IP address unless advertiseAddress is set"),
                minimal(NET + "advertiseAddress", "300.1.1.1").gives("advertiseAddress must be a valid IP address"),
                minimal(NET + "clusterDomain", "local").gives("should match '.*\\..*'"),
                minimal(NET + "clusterDomain", "cluster.local.")
                        .gives(Names.dns1123Subdomain("_").get(0)),
                minimal(NET + "clusterDomain", "Corp.Local")
                        .gives(Names.dns1123Subdomain("_").get(0)),
                minimal(NET + "clusterDomain", "../x")
                        .gives(Names.dns1123Subdomain("_").get(0)),
                minimal(NET + "clusterDomain", "a." + "b".repeat(230)).gives("must be no more than 253 characters"),
                minimal(NET + "serviceCidr", "10.96.0.0").gives("serviceCidr must be empty or a valid CIDR"),
                minimal(NET + "podCidr", "10.244.0.0/33").gives("podCidr must be empty or a valid CIDR"),
                minimal(NET + "serviceCidrs", "[10.96.0.0/16, x]")
                        .gives(NET + "serviceCidrs[1]", "x", "all serviceCidrs entries must be valid CIDRs"),
                minimal(NET + "podCidrs", "[1.2.3/8]")
                        .gives(NET + "podCidrs[0]", "1.2.3/8", "all podCidrs entries must be valid CIDRs"),
                minimal(NET + "podCidrs", "[]").gives("should have at least 1 items"),
                minimal(NET + "serviceCidrs", "[10.1.0.0/16, 'fd00::/112', 10.2.0.0/16]")
                        .gives("Too many: 3: must have at most 2 items"),
                minimal(NET + "serviceCidrs", "[10.1.0.0/16, 10.2.0.0/16]")
                        .gives("two entries must be of different IP families"),
                minimal(NET + "dnsServiceIPs", "[10.97.0.10]")
                        .gives(
                                NET + "dnsServiceIPs[0]",
                                "10.97.0.10",
                                "DNS service IP \"10.97.0.10\" is not contained in any configured service CIDR"),
                minimal(NET + "dnsServiceIPs", "[dns]")
                        .gives(NET + "dnsServiceIPs[0]", "dns", "DNS service IP \"dns\" is not a valid IP address"),
                minimal(NET + "dnsServiceIPs", "[10.96.0.10]")
                        .and(NET + "serviceCidr", "''")
                        .gives("no service CIDRs defined"),
                minimal(NET + "certSANs", "[ok.example.org, 'not_ok', '*.ok.example.org', '::1', 10.0.0.1]")
                        .gives(NET + "certSANs[1]", "not_ok", ALTNAME),
                minimal(NET + "loadBalancerClass", "''").gives("should be at least 1 chars long"),
                minimal(NET + "loadBalancerSourceRanges", "[192.0.2.0/24, all]")
                        .gives(
                                NET + "loadBalancerSourceRanges[1]",
                                "all",
                                "all LoadBalancer source range entries must be valid CIDR"),
                minimal(SERVICE + "serviceType", "ClusterIP")
                        .and(NET + "loadBalancerSourceRanges", "[192.0.2.0/24]")
                        .and(NET + "loadBalancerClass", "x")
                        .and(SERVICE + "allocateLoadBalancerNodePorts", "true")
                        .gives(
                                NET + "loadBalancerSourceRanges",
                                "[192.0.2.0/24]",
                                "LoadBalancer source ranges are supported only with LoadBalancer service type")
                        .gives(
                                NET + "loadBalancerClass",
                                "x",
                                "LoadBalancerClass is supported only with LoadBalancer service type")
                        .gives(
                                SERVICE + "allocateLoadBalancerNodePorts",
                                "true",
                                "allocateLoadBalancerNodePorts is supported only with LoadBalancer service type"));
    }

    static Stream<Wrong> service() {
        var ports = SERVICE + "additionalPorts";
        return Stream.of(
                minimal(SERVICE + "serviceType", "ExternalName")
                        .gives("Unsupported value, supported values: \"ClusterIP\", \"NodePort\", \"LoadBalancer\""),
                minimal(SERVICE + "serviceType", "null").gives("Required value"),
                minimal(SERVICE + "serviceType", "NodePort")
                        .gives(
                                NET + "address",
                                "null",
                                "is needed with service type NodePort, which has no address of its own"),
                minimal(ports, "[{name: a, port: 1}]").gives(ports + "[0].targetPort", "null", "Required value"),
                minimal(ports, "[{name: a, port: 1, targetPort: 1.5}]")
                        .gives(ports + "[0].targetPort", "1.5", "must be of type integer or string: \"number\""),
                minimal(ports, "[{name: a, port: 1, targetPort: 70000, protocol: ICMP}]")
                        .gives(
                                ports + "[0].protocol",
                                "ICMP",
                                "Unsupported value, supported values: \"TCP\", \"UDP\", \"SCTP\"")
                        .gives(ports + "[0].targetPort", "70000", RANGE),
                minimal(ports, "[{name: a, port: 1, targetPort: 99999999999}, {name: b, port: 2, targetPort: a--b}]")
                        .gives(ports + "[0].targetPort", "99999999999", RANGE)
                        .gives(
                                ports + "[1].targetPort",
                                "a--b",
                                "must be a port number or the name of a port (at most 15 of a-z, 0-9 and '-', with a letter)"),
                minimal(ports, "[{name: kube-apiserver, port: 8443, targetPort: web}]")
                        .gives(
                                ports + "[0].name",
                                "kube-apiserver",
                                "Duplicate value: the name is taken by kube-apiserver"),
                minimal(ports, "[{name: konnectivity-server, port: 8443, targetPort: web}]")
                        .gives(
                                ports + "[0].name",
                                "konnectivity-server",
                                "Duplicate value: the name is taken by konnectivity-server"),
                minimal(ports, "[{name: a, port: 6443, targetPort: 1}]")
                        .gives(ports + "[0].port", "6443", "Duplicate value: the port is taken by kube-apiserver"),
                minimal(ports, "[{name: a, port: 1, targetPort: 1}, {name: a, port: 1, targetPort: 2}]")
                        .gives(ports + "[1].name", "a", "Duplicate value: the name is taken by a")
                        .gives(ports + "[1].port", "1", "Duplicate value: the port is taken by a"),
                minimal(PLANE + "ingress", "{hostname: a.example.org}")
                        .and(PLANE + "gateway", "{hostname: a.example.org}")
                        .gives(
                                PLANE.substring(0, PLANE.length() - 1),
                                "null",
                                "using both ingress and gateway is not supported"),
                minimal(PLANE + "ingress", "{}")
                        .gives(
                                PLANE + "ingress.hostname",
                                "null",
                                "missing hostname to expose the Tenant Control Plane using an Ingress resource"),
                minimal(PLANE + "gateway", "{}")
                        .gives(
                                PLANE + "gateway.hostname",
                                "null",
                                "missing hostname to expose the Tenant Control Plane using a Gateway resource"),
                minimal(PLANE + "gateway.hostname", "A.example.org")
                        .gives(
                                "should match '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'"),
                minimal(PLANE + "gateway", "{hostname: a.b, parentRefs: [{name: '', port: 0, namespace: N}]}")
                        .gives(PLANE + "gateway.parentRefs[0].name", "''", "should be at least 1 chars long")
                        .gives(PLANE + "gateway.parentRefs[0].port", "0", "should be greater than or equal to 1")
                        .gives(
                                PLANE + "gateway.parentRefs[0].namespace",
                                "N",
                                "should match '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'"));
    }

    static Stream<Wrong> workload() {
        return Stream.of(
                minimal(PLANE + "deployment.replicas", "-1").gives("should be a non-negative integer"),
                minimal(PLANE + "deployment.replicas", "2.5").gives("must be of type integer: \"number\""),
                minimal(PLANE + "deployment.probes.liveness.timeoutSeconds", "0")
                        .gives("should be greater than or equal to 1"),
                minimal(PLANE + "deployment.probes.apiServer.startup.initialDelaySeconds", "-1")
                        .gives("should be greater than or equal to 0"),
                minimal(PLANE + "deployment.extraArgs.apiServer", "{--v: 2}")
                        .gives("must be of type array: \"object\""),
                minimal("spec.kubernetes.admissionControllers", "[NodeRestriction, Nope]")
                        .gives(
                                "spec.kubernetes.admissionControllers[1]",
                                "Nope",
                                TenantSchema.unsupported("kubernetes", "admissionControllers")),
                minimal(AGENT, "{replicas: 1}").gives(AGENT, "1", AGENT_REPLICAS),
                minimal(AGENT, "{mode: Deployment, replicas: 0}").gives(AGENT, "0", AGENT_REPLICAS),
                minimal(AGENT, "{mode: Deployment, replicas: -2}")
                        .gives(AGENT + ".replicas", "-2", "should be a non-negative integer"),
                minimal(AGENT, "{mode: StatefulSet}")
                        .gives(
                                AGENT + ".mode",
                                "StatefulSet",
                                "Unsupported value, supported values: \"DaemonSet\", \"Deployment\""),
                minimal("spec.addons.konnectivity.server", "{port: 6443}")
                        .gives(
                                "spec.addons.konnectivity.server.port",
                                "6443",
                                "Duplicate value: the port is taken by kube-apiserver"),
                minimal("spec.dataStoreOverrides", "[{resource: /e, dataStore: a}, {resource: /e, dataStore: b}]")
                        .gives(
                                "spec.dataStoreOverrides[1].resource",
                                "/e",
                                "duplicate resource override in Spec.DataStoreOverrides"),
                minimal("spec.dataStoreOverrides", "[{resource: /e}]")
                        .gives("spec.dataStoreOverrides[0].dataStore", "null", "Required value"),
                minimal("spec.dataStore", "Etcd_Main")
                        .gives(Names.dns1123Subdomain("_").get(0)),
                minimal(SERVICE + "additionalMetadata", "{labels: {kamaji.clastix.io/name: victim, a: b}}")
                        .gives(SERVICE + "additionalMetadata.labels[kamaji.clastix.io/name]", "victim", OURS),
                minimal(PLANE + "deployment", "{additionalMetadata: {annotations: {kamaji.clastix.io/checksum: a}}}")
                        .gives(
                                PLANE + "deployment.additionalMetadata.annotations[kamaji.clastix.io/checksum]",
                                "a",
                                OURS),
                minimal(
                                PLANE + "deployment",
                                "{podAdditionalMetadata: {labels: {component.kamaji.clastix.io/datastore: a}}}")
                        .gives(
                                PLANE
                                        + "deployment.podAdditionalMetadata.labels[component.kamaji.clastix.io/datastore]",
                                "a",
                                OURS),
                minimal(
                                PLANE + "ingress",
                                "{hostname: a.b, additionalMetadata: {labels: {kamaji.clastix.io/project: a}}}")
                        .gives(PLANE + "ingress.additionalMetadata.labels[kamaji.clastix.io/project]", "a", OURS),
                minimal(
                                PLANE + "gateway",
                                "{hostname: a.b, additionalMetadata: {labels: {kamaji.clastix.io/project: a}}}")
                        .gives(PLANE + "gateway.additionalMetadata.labels[kamaji.clastix.io/project]", "a", OURS),
                minimal("spec.writePermissions", "{blockCreation: 'yes'}")
                        .gives("spec.writePermissions.blockCreation", "'yes'", "must be of type boolean: \"string\""),
                minimal("spec", "null").gives("Required value"));
    }

    @ParameterizedTest
    @MethodSource({"identityAndVersion", "network", "service", "workload"})
    void validate_wrongInput_givesExactlyItsViolations(Wrong wrong) {
        assertThat(wrong.expected()).isNotEmpty();
        assertThat(wrong.actual()).containsExactlyInAnyOrderElementsOf(wrong.expected());
    }

    @Test
    void validate_samples_areValid() {
        for (var name : List.of("tenant-minimal", "tenant-everything", "kubeconfig-generator")) {
            assertThat(Samples.read(name).validate()).as(name).isEmpty();
        }
        for (var name : Samples.DATA_STORES) {
            assertThat(Samples.read(name).validate()).as(name).isEmpty();
        }
    }

    @Test
    void validate_networkProfileMissing_isAsIfEmpty() {
        var tenant = TenantControlPlane.of(minimal("spec.networkProfile", "null")
                .and(SERVICE + "serviceType", "ClusterIP")
                .and(PLANE + "deployment", "null")
                .document());

        assertThat(tenant.validate()).isEmpty();
    }

    @Test
    void validate_manyThingsWrong_saysAllAtOnce() {
        var wrong = minimal("metadata.name", "Blue")
                .and("spec.kubernetes.version", "latest")
                .and(NET + "port", "0")
                .and(NET + "certSANs", "['', _]")
                .and(SERVICE + "serviceType", "None");

        assertThat(wrong.actual())
                .extracting(Violation::path)
                .containsExactlyInAnyOrder(
                        "metadata.name",
                        "spec.kubernetes.version",
                        NET + "port",
                        NET + "certSANs[0]",
                        NET + "certSANs[1]",
                        SERVICE + "serviceType");
    }
}
