package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kamaji.datastore.DataStoreDriver.Credential;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must be true when a tenant is given another credential; part of {@link DataStoreDriverContract}. */
public abstract class RotationContract extends DataStoreDriverFixture {
    private static final int ROTATION_STEPS = 3;

    RotationContract() {}

    @Test
    void rotate_newCredential_opensWhatTheOldOneDidAndTheOldOneIsRefused() {
        assumeOwnCredential();
        var before = contents();
        around(tenant("rotated"), tenant -> {
            put(tenant, "kept");
            var next = driver().renewed(tenant, new SecureRandom()).orElseThrow();
            assertThat(driver().validate(next)).isEmpty();
            for (int again = 0; again < 2; again++) {
                driver().rotate(store(), tenant, next);
                assertThat(driver().inspect(store(), next)).isEmpty();
                assertReplaced(tenant, next);
            }
            driver().drop(store(), next);
        });
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void rotate_openConnectionOfTheOldCredential_servesNoMore() {
        assumeOwnCredential();
        around(tenant("connected"), tenant -> {
            var next = next(tenant);
            try (var old = client(tenant)) {
                old.put("secret", "kept");
                driver().rotate(store(), tenant, next);
                assertThatThrownBy(() -> old.get("secret")).isInstanceOf(RuntimeException.class);
            } finally {
                driver().drop(store(), next);
            }
        });
    }

    @Test
    void rotate_anotherTenantOrTheSameCredential_isRefusedAndChangesNothing() {
        assumeOwnCredential();
        around(tenant("steady"), tenant -> {
            put(tenant, "kept");
            var before = contents();
            for (var wrong : List.of(tenant, next(tenant("other")))) {
                assertThatThrownBy(() -> driver().rotate(store(), tenant, wrong))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            var stranger = new TenantAccount("steady", "steady", tenant.password(), "contract/stranger");
            assertThatThrownBy(() -> driver().rotate(store(), stranger, next(stranger)))
                    .isInstanceOf(DataStoreException.class);
            assertThat(contents()).isEqualTo(before);
            try (var client = client(tenant)) {
                assertThat(client.get("secret")).contains("kept");
            }
        });
    }

    @Test
    void rotate_cutAnywhere_isFinishedByTheNext() {
        assumeOwnCredential();
        cutAnywhere(
                ROTATION_STEPS * cutStep(),
                tenant -> {
                    driver().ensure(store(), tenant);
                    put(tenant, "kept");
                },
                (store, tenant) -> driver().rotate(store, tenant, next(tenant)),
                tenant -> {
                    driver().rotate(store(), tenant, next(tenant));
                    assertReplaced(tenant, next(tenant));
                    driver().drop(store(), next(tenant));
                });
    }

    /** Another credential, always the same for a tenant. */
    private TenantAccount next(TenantAccount tenant) {
        return driver().credential() == Credential.CERTIFICATE
                ? tenant.with(tenant.username() + "-2", tenant.password())
                : tenant.with(tenant.username(), "6d1c7a52-1f6e-4a43-9d7a-0c5b1b6f8e21");
    }

    private void assertReplaced(TenantAccount old, TenantAccount next) {
        try (var client = client(next)) {
            assertThat(client.get("secret")).contains("kept");
        }
        assertThatThrownBy(() -> {
                    try (var client = client(old)) {
                        client.get("secret");
                    }
                })
                .as("the old credential")
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void rotate_noCredentialOfItsOwn_saysSo() {
        assumeTrue(
                driver().renewed(tenant("none"), new SecureRandom()).isEmpty(),
                () -> "tenants of driver " + driver().name() + " have credentials of their own");
        assertThatThrownBy(() -> driver().rotate(store(), tenant("none"), tenant("none")))
                .isInstanceOf(DataStoreException.class)
                .hasMessageContaining(driver().name());
    }
}
