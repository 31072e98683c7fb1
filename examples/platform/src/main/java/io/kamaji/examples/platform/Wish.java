package io.kamaji.examples.platform;

import io.kamaji.api.ObjectMetadata;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.Size;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The form that a team fills in, and what becomes of it in a spec. All else of the spec is the platform's: its class, and the team's
 * boundary. Immutable.
 *
 * @param sleep when it sleeps, {@code 0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome}
 * @param hostName another name in the certificate of its API
 */
record Wish(
        String name,
        String version,
        int replicas,
        Size size,
        boolean economy,
        Optional<String> sleep,
        Optional<String> hostName) {
    static final List<String> SIZES =
            Arrays.stream(Size.values()).map(Wish::text).toList();
    private static final List<String> FIELDS =
            List.of("name", "version", "replicas", "size", "economy", "sleep", "hostName");

    /** Which field of the form a place in the spec comes from. */
    private static final Map<String, String> PLACES = Map.of(
            "metadata.name",
            "name",
            "spec.kubernetes.version",
            "version",
            "spec.controlPlane.deployment.replicas",
            "replicas",
            "spec.controlPlane.deployment.resources",
            "size",
            "metadata.annotations[" + Settings.ECONOMY.key() + "]",
            "economy",
            "metadata.annotations[" + Settings.SLEEP_SCHEDULE.key() + "]",
            "sleep",
            "spec.networkProfile.certSANs",
            "hostName");

    static String text(Size size) {
        return size.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the form.
     *
     * @throws Problem with every field that can't be read
     */
    static Wish of(JsonObject form) {
        var reading = new Reading(form, new ArrayList<>());
        form.members().forEach((field, value) -> {
            if (!FIELDS.contains(field)) {
                reading.found.add(new Violation(field, value, "is no field of the form; there are " + FIELDS));
            }
        });
        var wish = new Wish(
                reading.needed("name", "text", JsonValue::asText, ""),
                reading.needed("version", "text", JsonValue::asText, ""),
                reading.needed("replicas", "a number from 0 to 99", Reading::count, 0),
                reading.needed("size", "one of " + SIZES, Reading::size, Size.SMALL),
                reading.given("economy", "true or false", JsonValue::asBoolean).orElse(false),
                reading.given("sleep", "text", JsonValue::asText).filter(text -> !text.isBlank()),
                reading.given("hostName", "text", JsonValue::asText).filter(text -> !text.isBlank()));
        if (!reading.found.isEmpty()) {
            throw Problem.invalid(reading.found);
        }
        return wish;
    }

    private record Reading(JsonObject form, List<Violation> found) {

        <T> Optional<T> given(String field, String wanted, Function<JsonValue, Optional<T>> reader) {
            var value = form.get(field).filter(given -> given != JsonValue.NULL);
            var read = value.flatMap(reader);
            if (value.isPresent() && read.isEmpty()) {
                found.add(new Violation(field, value.get(), "must be " + wanted));
            }
            return read;
        }

        <T> T needed(String field, String wanted, Function<JsonValue, Optional<T>> reader, T otherwise) {
            var before = found.size();
            var read = given(field, wanted, reader);
            if (read.isEmpty() && found.size() == before) {
                found.add(new Violation(field, JsonValue.NULL, "must be " + wanted));
            }
            return read.orElse(otherwise);
        }

        static Optional<Integer> count(JsonValue value) {
            return value.asLong().filter(number -> number >= 0 && number <= 99).map(Long::intValue);
        }

        static Optional<Size> size(JsonValue value) {
            return value.asText().filter(SIZES::contains).map(text -> Size.valueOf(text.toUpperCase(Locale.ROOT)));
        }
    }

    /** As it was read. */
    JsonObject toJson() {
        return JsonObject.of("name", name, "version", version, "replicas", replicas, "size", text(size))
                .with("economy", economy)
                .with("sleep", sleep.orElse(null))
                .with("hostName", hostName.orElse(null));
    }

    /** The tenant that is wished for; what is wrong with it is for a plan to say. */
    TenantControlPlane tenant(String namespace, Optional<TenantControlPlane> before) {
        var annotations = new TreeMap<>(before.map(TenantControlPlane::metadata)
                .flatMap(ObjectMetadata::annotations)
                .orElse(Map.of()));
        annotations.remove(Settings.ECONOMY.key());
        annotations.remove(Settings.SLEEP_SCHEDULE.key());
        if (economy) {
            annotations.put(Settings.ECONOMY.key(), "true");
        }
        sleep.ifPresent(
                text -> annotations.put(Settings.SLEEP_SCHEDULE.key(), text)); // judged with the rest, if it is none
        return before.orElseGet(() -> TenantControlPlane.builder().build()).toBuilder()
                .loadBalancer()
                .metadata(metadata -> metadata.namespace(namespace).name(name).annotations(annotations))
                .kubernetesVersion(version)
                .replicas(replicas)
                .resources(size)
                .networkProfile(
                        network -> network.certSANs(hostName.map(List::of).orElse(List.of())))
                .build();
    }

    /** What is wrong, at the field of the form if there is one for it. */
    static Violation atField(Violation violation) {
        return PLACES.entrySet().stream()
                .filter(place -> isIn(place.getKey(), violation.path()))
                .findFirst()
                .map(place -> new Violation(place.getValue(), violation.value(), violation.message()))
                .orElse(violation);
    }

    private static boolean isIn(String place, String path) {
        return path.equals(place) || path.startsWith(place + ".") || path.startsWith(place + "[");
    }
}
