package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Scenarios;
import org.junit.jupiter.api.Test;

class ClusterAdminsTest {

    @Test
    void contribute_tenant_bindsAdministratorsAndKubeletClient() {
        var rendered = Scenarios.named("minimal-etcd").render();
        var admins = rendered.manifest(
                        Target.TENANT,
                        ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "kubeadm:cluster-admins"))
                .orElseThrow()
                .tree();
        assertThat(admins.text("roleRef", "name")).contains("cluster-admin");
        assertThat(admins.has("ownerReferences")).isFalse();
        assertThat(rendered.manifests(Target.TENANT))
                .extracting(manifest -> manifest.ref().name())
                .contains("kubeadm:apiserver-kubelet-client");
    }
}
