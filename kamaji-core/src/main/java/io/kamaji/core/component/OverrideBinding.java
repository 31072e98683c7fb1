package io.kamaji.core.component;

import io.kamaji.datastore.StorageBinding;

/**
 * Objects of one resource that are kept in a datastore of their own. Immutable; its text form shows no credential.
 *
 * @param resource as kube-apiserver takes it, {@code <group>/<resource>}: {@code /events}
 * @param dataStoreName name of the datastore
 * @param binding what the control plane must be told of it; without kine
 */
public record OverrideBinding(String resource, String dataStoreName, StorageBinding binding) {

    @Override
    public String toString() {
        return resource + " in " + dataStoreName;
    }
}
