package io.kamaji.core.component;

import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container of the control plane's pod. Immutable. What is not set is left out; the image pull policy is
 * {@code IfNotPresent}, as images are named by version.
 */
public final class Container {
    private final JsonObject tree;
    private final Flags flags;
    private final List<String> warnings;

    private Container(Builder builder) {
        flags = builder.flags.build();
        var mounts = new ArrayList<JsonObject>(builder.userMounts);
        mounts.removeIf(user -> builder.mounts.stream()
                .anyMatch(mount -> mount.path().equals(user.text("mountPath").orElse(null))));
        var hidden = builder.userMounts.size() - mounts.size();
        builder.mounts.forEach(mount -> mounts.add(mount.toJson()));
        warnings = new ArrayList<>(flags.warnings());
        if (hidden > 0) {
            warnings.add("container " + builder.name + ": " + hidden
                    + " additional volume mount(s) are left out, Kamaji mounts at the same path");
        }
        tree = JsonObject.of("name", builder.name, "image", builder.image, "imagePullPolicy", "IfNotPresent")
                .with("command", builder.command.isEmpty() ? null : builder.command)
                .with("args", flags.arguments().isEmpty() ? null : flags.arguments())
                .plus(builder.fields)
                .with("volumeMounts", mounts.isEmpty() ? null : mounts);
    }

    /** As core/v1 Container. */
    public JsonObject toJson() {
        return tree;
    }

    /** Its merged flags. */
    public Flags flags() {
        return flags;
    }

    /** What of the user's was left out. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** A builder of a container whose flags merge by a precedence. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Builds a {@link Container}; not thread-safe. */
    public static final class Builder {
        private final String name;
        private String image = "";
        private List<String> command = List.of();
        private Flags.Builder flags = Flags.builder(Flags.Precedence.USER_WINS);
        private final List<Mount> mounts = new ArrayList<>();
        private List<JsonObject> userMounts = List.of();
        private JsonObject fields = JsonObject.EMPTY;

        private Builder(String name) {
            this.name = name;
        }

        /** Image with tag. */
        public Builder image(String image) {
            this.image = image;
            return this;
        }

        /** Program and first arguments; flags come after. */
        public Builder command(String... command) {
            this.command = List.of(command);
            return this;
        }

        /** How its flags merge; before any {@link #flag}. */
        public Builder flags(Flags.Builder flags) {
            this.flags = flags;
            return this;
        }

        /** One more flag of ours. */
        public Builder flag(String flag, String value) {
            flags.set(flag, value);
            return this;
        }

        /** More of the flags. */
        public Builder flags(Consumer<Flags.Builder> more) {
            more.accept(flags);
            return this;
        }

        /** A further mount. */
        public Builder mount(Mount mount) {
            mounts.add(mount);
            return this;
        }

        /** The user's mounts (core/v1 VolumeMount), which come first. */
        public Builder userMounts(List<JsonObject> mounts) {
            userMounts = List.copyOf(mounts);
            return this;
        }

        /** Any other field of core/v1 Container; null, an empty Optional: not set. */
        public Builder field(String field, @Nullable Object value) {
            fields = fields.with(field, value);
            return this;
        }

        /** A variable of its environment, after those that are set. */
        public Builder env(String variable, String value) {
            var all = new ArrayList<>(fields.array("env").objects().toList());
            all.add(JsonObject.of("name", variable, "value", value));
            return field("env", all);
        }

        /** The value of a field that was set. */
        public Optional<io.kamaji.api.json.JsonValue> field(String field) {
            return fields.get(field);
        }

        /** Builds. */
        public Container build() {
            return new Container(this);
        }
    }
}
