package io.kamaji.core.status;

/** The conditions of a tenant control plane. What of them a tenant needs to be ready is said here, and nowhere else. */
public enum ConditionType {
    /** Every needed condition holds: a worker can join. */
    READY("Ready", false),
    /** The address of the API is known. */
    ADDRESS_KNOWN("AddressKnown", true),
    /** Every front that the tenant stands behind takes its route; there only with an Ingress or a Gateway. */
    ROUTE_ACCEPTED("RouteAccepted", true),
    /** The datastore holds the tenant's account and space. */
    STORAGE_READY("StorageReady", true),
    /** Every pod of the control plane is of the newest template and ready. */
    CONTROL_PLANE_AVAILABLE("ControlPlaneAvailable", true),
    /** All that {@code kubeadm join} reads, and is allowed to do, is in the tenant. */
    BOOTSTRAPPED("Bootstrapped", true),
    /** The objects of the add-ons that are asked for are in the tenant. */
    ADD_ONS_INSTALLED("AddOnsInstalled", true),
    /** The tenant's API refuses the writes that it is to refuse; there only if a limit is asked for. */
    WRITES_LIMITED("WritesLimited", true),
    /** The pods of the add-ons are ready; they need workers. */
    ADD_ONS_RUNNING("AddOnsRunning", false),
    /** Agents on workers are connected to the konnectivity server; there only with konnectivity. */
    TUNNEL_UP("TunnelUp", false),
    /** Everything of the tenant is within its boundaries; there only if it is in any. */
    WITHIN_BOUNDARIES("WithinBoundaries", false),
    /** It takes less in its store than any limit of its quota; there only if it has one. */
    WITHIN_STORE_QUOTA("WithinStoreQuota", false),
    /** Nothing of a tenant that is to go is left. */
    DELETED("Deleted", false),
    /** Nothing is done about it, as an annotation asks for; there only then. */
    PAUSED("Paused", false),
    /** Nothing is written, and what would be is told, as an annotation asks for; there only then. */
    PLANNED("Planned", false),
    /** Its data is in the datastore where it is to be, which its spec names or which does not drain; there only while it is not. */
    MIGRATED("Migrated", false),
    /** Something that would disturb waits for its time; there only then. */
    MAINTENANCE_DUE("MaintenanceDue", false);

    private final String text;
    private final boolean needed;

    ConditionType(String text, boolean needed) {
        this.text = text;
        this.needed = needed;
    }

    /** Whether a tenant is ready only if it holds. */
    public boolean needed() {
        return needed;
    }

    /** As on the wire: {@code AddressKnown}. */
    @Override
    public String toString() {
        return text;
    }
}
