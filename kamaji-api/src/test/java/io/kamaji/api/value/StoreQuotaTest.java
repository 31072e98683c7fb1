package io.kamaji.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreQuotaTest {
    private static StoreQuota quota(String text) {
        return StoreQuota.parse(text).orElseThrow();
    }

    @Test
    void parse_quantities_areNumbers() {
        var quota = quota("{bytes: {soft: 1.5Ki, hard: 1Gi}, keys: {hard: 20k}}");

        assertThat(quota.bytes().soft()).hasValue(1536);
        assertThat(quota.bytes().hard()).hasValue(1L << 30);
        assertThat(quota.keys()).isEqualTo(new StoreQuota.Limit(OptionalLong.empty(), OptionalLong.of(20_000)));
        assertThat(quota.isHard()).isTrue();
        assertThat(quota("{keys: {soft: 5}}").isHard()).isFalse();
        assertThat(quota("{}")).isEqualTo(StoreQuota.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {bytes: {soft: 2Gi, hard: 1Gi}} | quota.bytes.soft: "2Gi": must be at most the hard limit, 1Gi
            {bytes: {hard: much}}           | quota.bytes.hard: "much": must be a quantity of at least 1, such as 1Gi
            {keys: {hard: 0}}               | quota.keys.hard: 0: must be a quantity of at least 1, such as 1Gi
            {keys: {firm: 3}}               | quota.keys.firm: 3: there is no such part, only [soft, hard]
            {rows: {hard: 3}}               | quota.rows: {"hard":3}: there is no such part, only [bytes, keys]
            {bytes: 1Gi}                    | quota.bytes: "1Gi": must hold soft or hard
            """)
    void violations_whatNobodyCanKeep_isToldWithPathAndValue(String text, String violation) {
        assertThat(StoreQuota.violations("quota", JsonObject.parse(text)))
                .extracting(Violation::toString)
                .containsExactly(violation);
        assertThat(StoreQuota.parse(text)).isEmpty();
    }

    @Test
    void smallest_ofTwo_takesTheLesserOfEachAndNoSoftLimitAboveTheHardOne() {
        var one = quota("{bytes: {soft: 8Gi, hard: 9Gi}, keys: {hard: 10}}");
        var other = quota("{bytes: {hard: 1Gi}, keys: {soft: 5, hard: 20}}");

        assertThat(one.smallest(other)).isEqualTo(quota("{bytes: {soft: 1Gi, hard: 1Gi}, keys: {soft: 5, hard: 10}}"));
        assertThat(other.smallest(one)).isEqualTo(one.smallest(other));
        assertThat(one.smallest(StoreQuota.NONE)).isEqualTo(one);
    }

    @Test
    void toString_isWhatParseTakes() {
        var quota = quota("{bytes: {soft: 1Mi, hard: 1Gi}, keys: {hard: 20k}}");

        assertThat(StoreQuota.parse(quota.toString())).contains(quota);
        assertThat(StoreQuota.parse(StoreQuota.NONE.toString())).contains(StoreQuota.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bytes", "1023, 1023 bytes", "1024, 1Ki", "1536, 1.5Ki", "1073741824, 1Gi", "1073741825, 1.0Gi"})
    void text_bytes_areForPeople(long bytes, String text) {
        assertThat(StoreQuota.text(bytes)).isEqualTo(text);
    }

    @Test
    void setting_ofATenant_isReadAndRefusedWithItsPath() {
        var quota = quota("{bytes: {hard: 1Gi}}");
        var tenant = TenantControlPlane.builder("team", "blue")
                .kubernetesVersion("1.36.3")
                .clusterIp();

        assertThat(tenant.setting(Settings.STORE_QUOTA, quota).build().setting(Settings.STORE_QUOTA))
                .contains(quota);
        var wrong = TenantControlPlane.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: TenantControlPlane
                metadata:
                  name: blue
                  annotations: {settings.kamaji.clastix.io/store-quota: "bytes: much"}
                spec: {kubernetes: {version: v1.36.3, kubelet: {}}, controlPlane: {service: {serviceType: ClusterIP}}, addons: {}}
                """);
        assertThat(wrong.validate())
                .extracting(Violation::toString)
                .anyMatch(
                        text -> text.startsWith(
                                "metadata.annotations[settings.kamaji.clastix.io/store-quota]: \"bytes: much\": must be a quota such as"));
    }
}
