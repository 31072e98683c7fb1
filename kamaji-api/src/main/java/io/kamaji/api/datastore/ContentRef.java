package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** A value given inline or by a Secret; inline wins. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableContentRef.class)
@JsonDeserialize(as = ImmutableContentRef.class)
public abstract class ContentRef {
    ContentRef() {}

    /** The content in base64; where it is set, {@link #secretReference()} is not read. */
    public abstract Optional<String> content();

    /** Key of a Secret of the admin cluster that holds the content; required without {@link #content()}. */
    public abstract Optional<SecretKeyReference> secretReference();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /** The content itself, such as a PEM text. */
    public static ContentRef inline(String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        return builder().content(Base64.getEncoder().encodeToString(bytes)).build();
    }

    /** A key of a Secret. */
    public static ContentRef secret(String namespace, String name, String key) {
        return builder()
                .secretReference(
                        secret -> secret.namespace(namespace).name(name).keyPath(key))
                .build();
    }

    /** Where it comes from; inline content is shown by its length only, as it may be a key. */
    @Override
    public String toString() {
        return content()
                .map(content -> "inline, " + content.length() + " characters of base64")
                .orElseGet(() -> secretReference().map(Object::toString).orElse("nothing"));
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link ContentRef}; not thread-safe. */
    public static class Builder extends ImmutableContentRef.Builder {
        Builder() {}

        /** Edits {@link ContentRef#secretReference()}, starting from what is set. */
        public Builder secretReference(Consumer<SecretKeyReference.Builder> edit) {
            var part =
                    build().secretReference().map(SecretKeyReference::toBuilder).orElseGet(SecretKeyReference::builder);
            edit.accept(part);
            return secretReference(part.build());
        }
    }
}
