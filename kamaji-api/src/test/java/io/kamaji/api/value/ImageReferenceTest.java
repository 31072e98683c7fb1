package io.kamaji.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kube-apiserver",
                "registry.k8s.io/kube-apiserver:v1.36.3",
                "harbor.local:5000/k8s/kube-apiserver:v1.36.3",
                "HARBOR.local/k8s/kube-apiserver",
                "[2001:db8::1]:5000/k8s/x:1",
                "localhost/my_repo/a--b.c/x__y:_tag",
            })
    void parse_reference_isReadAndWrittenAsItWas(String text) {
        assertThat(ImageReference.parse(text)).map(ImageReference::toString).contains(text);
    }

    @Test
    void parse_tagAndDigest_areBothRead() {
        var reference = ImageReference.parse("registry.k8s.io/kube-apiserver:v1.36.3@" + DIGEST)
                .orElseThrow();

        assertThat(reference.repository()).isEqualTo("registry.k8s.io/kube-apiserver");
        assertThat(reference.tag()).contains("v1.36.3");
        assertThat(reference.digest()).contains(DIGEST);
        assertThat(ImageReference.parse("a/b@" + DIGEST))
                .map(ImageReference::tag)
                .contains(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/x",
                "x/",
                "https://harbor.local/k8s/kube-apiserver:v1",
                "harbor.local/K8S/kube-apiserver:v1",
                "harbor.local/k8s//kube-apiserver:v1",
                "kube-apiserver:v1.36.3:v1.36.3",
                "kube-apiserver:v1.36.3+fips.1",
                "kube-apiserver:",
                "kube-apiserver::v1",
                "kube-apiserver:-v1",
                "a b:v1",
                "a_-b:v1",
                "a..b:v1",
                "-a.local/x:v1",
                "x@sha256:abc",
            })
    void parse_whatKubeletsRefuse_isEmpty(String text) {
        assertThat(ImageReference.parse(text)).isEmpty();
    }

    @Test
    void parse_tagOrRepositoryThatIsTooLong_isEmpty() {
        assertThat(ImageReference.parse("a:" + "b".repeat(128))).isPresent();
        assertThat(ImageReference.parse("a:" + "b".repeat(129))).isEmpty();
        assertThat(ImageReference.parse("a".repeat(255))).isPresent();
        assertThat(ImageReference.parse("a".repeat(256))).isEmpty();
        assertThat(ImageReference.parse("a/".repeat(50_000) + "a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v1.36.3, v1.36.3", "v1.36.3+vmware.1, v1.36.3_vmware.1", "v1.36.0-rc.1, v1.36.0-rc.1"})
    void tag_version_isAsKubeadmWritesIt(String version, String tag) {
        assertThat(ImageReference.tag(version)).isEqualTo(tag);
    }
}
