package io.kamaji.pki;

import java.util.List;

/**
 * The PKI of a control plane as kubeadm sets it up, as one table.
 *
 * <p>Authorities live 10 years, all others 1 year. {@link #ADMIN} is in the group {@code kubeadm:cluster-admins}, which
 * RBAC must bind; {@link #SUPER_ADMIN} alone is in {@code system:masters}. Left to others: the names of the API server,
 * the service account keys ({@link SigningKeys}), etcd. Source: kubeadm v1.36, phases certs and kubeconfig.
 */
public final class KubeadmCertificates {
    public static final String CA = "ca";
    public static final String FRONT_PROXY_CA = "front-proxy-ca";
    public static final String API_SERVER = "apiserver";
    public static final String API_SERVER_KUBELET_CLIENT = "apiserver-kubelet-client";
    public static final String FRONT_PROXY_CLIENT = "front-proxy-client";
    public static final String ADMIN = "admin";
    public static final String SUPER_ADMIN = "super-admin";
    public static final String CONTROLLER_MANAGER = "controller-manager";
    public static final String SCHEDULER = "scheduler";

    private KubeadmCertificates() {}

    /** Authorities first; {@code apiServerNames} are all names and addresses the API server is asked by. */
    public static List<CertificateSpec> of(SubjectAltNames apiServerNames) {
        return List.of(
                authority(CA, "kubernetes"),
                authority(FRONT_PROXY_CA, "front-proxy-ca"),
                CertificateSpec.server(API_SERVER, "kube-apiserver", CA, apiServerNames),
                CertificateSpec.client(API_SERVER_KUBELET_CLIENT, "kube-apiserver-kubelet-client", CA),
                CertificateSpec.client(FRONT_PROXY_CLIENT, "front-proxy-client", FRONT_PROXY_CA),
                CertificateSpec.client(ADMIN, "kubernetes-admin", CA, "kubeadm:cluster-admins"),
                CertificateSpec.client(SUPER_ADMIN, "kubernetes-super-admin", CA, "system:masters"),
                CertificateSpec.client(CONTROLLER_MANAGER, "system:kube-controller-manager", CA),
                CertificateSpec.client(SCHEDULER, "system:kube-scheduler", CA));
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static CertificateSpec spec(String name, SubjectAltNames apiServerNames) {
        return of(apiServerNames).stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kubeadm has no certificate " + name));
    }

    /** kubeadm gives an authority its common name as a DNS name too. */
    private static CertificateSpec authority(String name, String commonName) {
        return CertificateSpec.authority(name, commonName).toBuilder()
                .subjectAltNames(SubjectAltNames.of(commonName))
                .build();
    }
}
