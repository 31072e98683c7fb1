package io.kamaji.core.manifest;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;

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

    /** An object of this type that is in no namespace. */
    public ObjectRef ref(String name) {
        return ObjectRef.of(apiVersion, kind, name);
    }

    /** An object of this type in a namespace. */
    public ObjectRef ref(String namespace, String name) {
        return ObjectRef.of(apiVersion, kind, namespace, name);
    }

    /** Whether a tree is an object of this type, named or not. */
    public boolean isKindOf(JsonObject tree) {
        return tree.text("kind").filter(kind::equals).isPresent()
                && tree.text("apiVersion").filter(apiVersion::equals).isPresent();
    }

    /** Whether an object is of this type. */
    public boolean is(ObjectRef ref) {
        return ref.kind().equals(kind) && ref.apiVersion().equals(apiVersion);
    }
}
