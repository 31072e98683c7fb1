package io.kamaji.core.manifest;

import io.kamaji.api.ObjectRef;

/** A kind as the API serves it: {@code apps/v1 Deployment} under {@code deployments}, in namespaces. */
public record ResourceType(String apiVersion, String kind, String plural, boolean namespaced) {

    /** Path of the collection: {@code /apis/apps/v1/namespaces/tenants/deployments}; all namespaces if none is given. */
    public String path(String namespaceOrEmpty) {
        var root = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        return root + (namespaced && !namespaceOrEmpty.isEmpty() ? "/namespaces/" + namespaceOrEmpty : "") + "/"
                + plural;
    }

    /** Path of one object of this type. */
    public String path(ObjectRef ref) {
        return path(ref.namespace().orElse("")) + "/" + ref.name();
    }
}
