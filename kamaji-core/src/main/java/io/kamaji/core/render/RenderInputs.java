package io.kamaji.core.render;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.exposure.Endpoints;
import java.util.Optional;

/** What rendering depends on besides the spec. Immutable; its text form shows no key. */
public final class RenderInputs {
    /** Image of kine that is used where nothing else is said; the newest release that was tested. */
    public static final String DEFAULT_KINE_IMAGE = "rancher/kine:v0.17.5";

    private final DataStoreBinding storage;
    private final Endpoints endpoints;
    private final Credentials credentials;
    private final Optional<JsonObject> owner;
    private final String kineImage;

    private RenderInputs(Builder builder) {
        storage = builder.storage;
        endpoints = builder.endpoints;
        credentials = builder.credentials;
        owner = builder.owner;
        kineImage = builder.kineImage;
    }

    /** Where the tenant keeps its state. */
    public DataStoreBinding storage() {
        return storage;
    }

    /** Where the tenant is reached, as {@link ControlPlaneRenderer#endpoints} resolves it. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** The credentials that there are. */
    public Credentials credentials() {
        return credentials;
    }

    /** Put on every admin object ({@code metadata.ownerReferences[0]}), where there is a custom resource. */
    public Optional<JsonObject> owner() {
        return owner;
    }

    /** Image of kine. */
    public String kineImage() {
        return kineImage;
    }

    /** No credential, no owner, {@value #DEFAULT_KINE_IMAGE}. */
    public static Builder builder(DataStoreBinding storage, Endpoints endpoints) {
        return new Builder(storage, endpoints);
    }

    public Builder toBuilder() {
        var builder = builder(storage, endpoints).credentials(credentials).kineImage(kineImage);
        builder.owner = owner;
        return builder;
    }

    @Override
    public String toString() {
        return "RenderInputs[endpoints=" + endpoints + ", " + credentials + ", storage=" + storage.dataStoreName()
                + "]";
    }

    /** Builds {@link RenderInputs}; not thread-safe. */
    public static final class Builder {
        private final DataStoreBinding storage;
        private Endpoints endpoints;
        private Credentials credentials = Credentials.NONE;
        private Optional<JsonObject> owner = Optional.empty();
        private String kineImage = DEFAULT_KINE_IMAGE;

        private Builder(DataStoreBinding storage, Endpoints endpoints) {
            this.storage = storage;
            this.endpoints = endpoints;
        }

        public Builder endpoints(Endpoints value) {
            endpoints = value;
            return this;
        }

        public Builder credentials(Credentials value) {
            credentials = value;
            return this;
        }

        public Builder owner(JsonObject reference) {
            owner = Optional.of(reference);
            return this;
        }

        public Builder kineImage(String value) {
            kineImage = value;
            return this;
        }

        public RenderInputs build() {
            return new RenderInputs(this);
        }
    }
}
