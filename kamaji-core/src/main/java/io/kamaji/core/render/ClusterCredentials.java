package io.kamaji.core.render;

import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Credential.Server;
import io.kamaji.core.render.internal.ClusterPki;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.KubeadmCertificates;
import io.kamaji.pki.SubjectAltNames;
import java.util.List;

/**
 * The credentials that every tenant has, as one table: kubeadm's certificate list, where each is stored, and as what. Names of
 * Secrets and files are part of the wire contract. Source: kubeadm's phases certs and kubeconfig; Kamaji's object reference.
 */
public final class ClusterCredentials {
    /** The tenant's authority; {@code tls.*} beside {@code ca.*} is what Cluster API reads. */
    public static final Credential CA = of(KubeadmCertificates.CA)
            .secret("ca")
            .stems("ca", "tls")
            .loss("replaces the certificate authority: every node must join again, and every kubeconfig that was handed"
                    + " out stops working")
            .build();

    /** Of the API server as a proxy of extension API servers. */
    public static final Credential FRONT_PROXY_CA = of(KubeadmCertificates.FRONT_PROXY_CA)
            .secret("front-proxy-ca-certificate")
            .loss("replaces the front proxy's authority: extension API servers refuse this API server until they have"
                    + " read the new one")
            .build();

    /** The API server's serving certificate; not known before its address is. */
    public static final Credential API_SERVER = Credential.builder(
                    KubeadmCertificates.API_SERVER,
                    KubeadmCertificates.CA,
                    tenant -> tenant.endpoints()
                            .certificateNames()
                            .map(known -> KubeadmCertificates.spec(
                                    KubeadmCertificates.API_SERVER, ClusterPki.apiServerNames(tenant))))
            .secret("api-server-certificate")
            .build();

    /** With which the API server calls kubelets. */
    public static final Credential KUBELET_CLIENT = of(KubeadmCertificates.API_SERVER_KUBELET_CLIENT)
            .secret("api-server-kubelet-client-certificate")
            .build();

    /** With which the API server calls extension API servers. */
    public static final Credential FRONT_PROXY_CLIENT = of(KubeadmCertificates.FRONT_PROXY_CLIENT)
            .secret("front-proxy-client-certificate")
            .build();

    /** Keys that sign service account tokens. */
    public static final Credential SERVICE_ACCOUNTS = Credential.signingKeys("sa")
            .secret("sa-certificate")
            .loss("replaces the key of service accounts: the tenant's pods need new tokens")
            .build();

    public static final Credential ADMIN = admin(KubeadmCertificates.ADMIN, "admin.conf", Server.ENDPOINT);

    /** {@link #ADMIN} for clients in the admin cluster. */
    public static final Credential ADMIN_SERVICE = admin(KubeadmCertificates.ADMIN, "admin.svc", Server.SERVICE);

    public static final Credential SUPER_ADMIN =
            admin(KubeadmCertificates.SUPER_ADMIN, "super-admin.conf", Server.ENDPOINT);

    /** {@link #SUPER_ADMIN} for clients in the admin cluster. */
    public static final Credential SUPER_ADMIN_SERVICE =
            admin(KubeadmCertificates.SUPER_ADMIN, "super-admin.svc", Server.SERVICE);

    public static final Credential CONTROLLER_MANAGER = of(KubeadmCertificates.CONTROLLER_MANAGER)
            .secret("controller-manager-kubeconfig")
            .kubeconfig("controller-manager.conf", Server.LOOPBACK)
            .build();

    public static final Credential SCHEDULER = of(KubeadmCertificates.SCHEDULER)
            .secret("scheduler-kubeconfig")
            .kubeconfig("scheduler.conf", Server.LOOPBACK)
            .build();

    /** Authorities, what the API server shows and is shown, and signing keys. */
    public static final List<Credential> PKI =
            List.of(CA, FRONT_PROXY_CA, API_SERVER, KUBELET_CLIENT, FRONT_PROXY_CLIENT, SERVICE_ACCOUNTS);

    public static final List<Credential> KUBECONFIGS =
            List.of(ADMIN, ADMIN_SERVICE, SUPER_ADMIN, SUPER_ADMIN_SERVICE, CONTROLLER_MANAGER, SCHEDULER);

    private ClusterCredentials() {}

    private static Credential.Builder of(String certificate) {
        return Credential.builder(spec(certificate));
    }

    private static Credential admin(String certificate, String file, Server server) {
        return of(certificate)
                .secret("admin-kubeconfig")
                .kubeconfig(file, server)
                .loss("changes the admin kubeconfig: hand it out again")
                .build();
    }

    private static CertificateSpec spec(String certificate) {
        return KubeadmCertificates.spec(certificate, SubjectAltNames.NONE);
    }
}
