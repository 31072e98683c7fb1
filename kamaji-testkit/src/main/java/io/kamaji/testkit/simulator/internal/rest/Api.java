package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Routes requests to the verbs. Thread-safe. */
public final class Api {
    private static final Duration DEFAULT_WATCH = Duration.ofMinutes(30);

    private final Cluster cluster;
    private final Writer writer;
    private final Patcher patcher;
    private final Deleter deleter;
    private final Reader reader;
    private final Discovery discovery;

    public Api(Cluster cluster, Writer writer, Deleter deleter, Reader reader) {
        this.cluster = cluster;
        this.writer = writer;
        this.patcher = new Patcher(cluster, writer);
        this.deleter = deleter;
        this.reader = reader;
        this.discovery = new Discovery(cluster);
    }

    /**
     * Answers a request that is no watch.
     *
     * @throws ApiError for every refusal
     */
    public Outcome answer(Call call) {
        var target = call.target();
        if (target.isEmpty()) {
            return discovery.document(call.path()).map(Outcome::ok).orElseThrow(ApiError::unknownResource);
        }
        if (call.path().endsWith("/selfsubjectaccessreviews") && call.method().equals("POST")) {
            return new Outcome(
                    201,
                    JsonObject.parse(call.body()).with("status", JsonObject.of("allowed", true)),
                    false,
                    List.of());
        }
        var at = target.get();
        var type = type(at);
        return switch (call.method()) {
            case "GET", "HEAD" -> Outcome.ok(read(type, at, call));
            case "POST" -> {
                need(at.name().isEmpty());
                yield writer.create(type, at.namespace(), body(call, type), call.writeOptions(false));
            }
            case "PUT" -> {
                need(!at.name().isEmpty());
                yield at.subresource().equals("scale")
                        ? patcher.replaceScale(
                                type, at.namespace(), at.name(), body(call, type), call.writeOptions(false))
                        : writer.replace(
                                type,
                                at.namespace(),
                                at.name(),
                                at.subresource(),
                                body(call, type),
                                call.writeOptions(false));
            }
            case "PATCH" -> {
                need(!at.name().isEmpty());
                var mediaType = call.header("content-type");
                yield patcher.patch(
                        type,
                        at.namespace(),
                        at.name(),
                        at.subresource(),
                        mediaType,
                        call.body(),
                        call.writeOptions(mediaType.startsWith("application/apply-patch")));
            }
            case "DELETE" ->
                at.name().isEmpty()
                        ? deleter.deleteAll(type, at.namespace(), chosen(type, call), deleteOptions(call))
                        : deleter.delete(type, at.namespace(), at.name(), deleteOptions(call));
            default -> throw ApiError.methodNotAllowed();
        };
    }

    /** Whether the group and version of a call are served at all. */
    public boolean serves(Call call) {
        return call.target()
                .filter(at -> !cluster.types().in(at.apiVersion()).isEmpty())
                .isPresent();
    }

    /** What a watch asks for. */
    public Watches.Request watch(Call call) {
        var at = call.target().orElseThrow(ApiError::unknownResource);
        var type = type(at);
        var seconds = call.query("timeoutSeconds");
        var byName = at.name().isEmpty()
                ? chosen(type, call)
                : chosen(type, call)
                        .and(object ->
                                object.text("metadata", "name").orElse("").equals(at.name()));
        return new Watches.Request(
                type,
                at.namespace(),
                byName,
                call.query("resourceVersion"),
                call.is("allowWatchBookmarks"),
                call.is("sendInitialEvents"),
                seconds.isEmpty() || seconds.equals("0") ? DEFAULT_WATCH : Duration.ofSeconds(Long.parseLong(seconds)),
                metadataOnly(call) ? Selector::metadataOf : object -> object);
    }

    private ServedType type(Call.Target at) {
        var type = cluster.types().byPlural(at.apiVersion(), at.plural()).orElseThrow(ApiError::unknownResource);
        var known = at.subresource().isEmpty() || type.subresources().contains(at.subresource());
        if (!known
                || at.namespace().isEmpty() == type.namespaced() && !at.name().isEmpty()) {
            throw ApiError.unknownResource();
        }
        return type;
    }

    private static void need(boolean allowed) {
        if (!allowed) {
            throw ApiError.methodNotAllowed();
        }
    }

    private JsonObject read(ServedType type, Call.Target at, Call call) {
        if (at.name().isEmpty()) {
            var limit = call.query("limit").isEmpty() ? 0 : Integer.parseInt(call.query("limit"));
            var list = reader.list(type, at.namespace(), chosen(type, call), limit, call.query("continue"));
            return metadataOnly(call) ? Reader.metadataOnly(list) : list;
        } else if (at.subresource().equals("scale")) {
            return reader.scale(type, at.namespace(), at.name());
        }
        var object = reader.get(type, at.namespace(), at.name());
        return metadataOnly(call) ? Selector.metadataOf(object) : object;
    }

    private static boolean metadataOnly(Call call) {
        return call.header("accept").contains("as=PartialObjectMetadata");
    }

    private static Predicate<JsonObject> chosen(ServedType type, Call call) {
        return Selector.labels(call.query("labelSelector"))
                .and(Selector.fields(call.query("fieldSelector"), type.kind()));
    }

    private static JsonObject body(Call call, ServedType type) {
        try {
            return JsonObject.parse(call.body());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": couldn't get version/kind; json parse error");
        }
    }

    private static Deleter.Options deleteOptions(Call call) {
        var body = call.body().isBlank() ? JsonObject.EMPTY : JsonObject.parse(call.body());
        var grace = call.query("gracePeriodSeconds");
        var propagation = call.query("propagationPolicy");
        return new Deleter.Options(
                body.text("preconditions", "uid"),
                body.text("preconditions", "resourceVersion"),
                grace.isEmpty() ? body.number("gracePeriodSeconds") : Optional.of(Long.parseLong(grace)),
                propagation.isEmpty() ? body.text("propagationPolicy").orElse("Background") : propagation,
                call.dryRun() || body.array("dryRun").texts().contains("All"));
    }
}
