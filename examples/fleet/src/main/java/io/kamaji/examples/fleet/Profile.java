package io.kamaji.examples.fleet;

import io.kamaji.api.TenantControlPlane;

/** How the tenants are run that are measured beside each other, one replica each. */
enum Profile {
    /** The three programs, with nothing beside them. */
    FLOOR {
        @Override
        void change(TenantControlPlane.Builder tenant) {}
    },
    /** With all add-ons. */
    DEFAULT {
        @Override
        void change(TenantControlPlane.Builder tenant) {
            tenant.coreDns().kubeProxy().konnectivity();
        }
    },
    /** The same, by the economy profile. */
    ECONOMY {
        @Override
        void change(TenantControlPlane.Builder tenant) {
            DEFAULT.change(tenant);
            tenant.economy();
        }
    };

    abstract void change(TenantControlPlane.Builder tenant);

    String option() {
        return "--" + label();
    }

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
