package io.kamaji.core.cluster.internal;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a refusal, by its cause: a code alone says too little. The first row that fits says it. Sources: the
 * messages and {@code details.causes} of kube-apiserver's registries, admission and server-side apply.
 */
final class Remedies {

    /** A refusal as it arrived; the status is empty if the body was none. */
    record Refusal(int code, String path, JsonObject status, String message) {
        private boolean hasCause(String reason) {
            return status.array("details", "causes")
                    .objects()
                    .anyMatch(cause -> cause.text("reason").equals(Optional.of(reason)));
        }

        private List<String> fields() {
            return status.array("details", "causes")
                    .objects()
                    .flatMap(cause -> cause.text("field").stream())
                    .distinct()
                    .limit(5)
                    .map(Failures::firstLine)
                    .toList();
        }
    }

    /**
     * What to do.
     *
     * @param again whether the same request may succeed later by itself
     */
    record Remedy(String whatToDo, boolean again) {}

    private record Row(Function<Refusal, Optional<String>> whatToDo, boolean again) {}

    private static final Pattern MISSING_NAMESPACE = Pattern.compile("namespaces \"([^\"]+)\" not found");
    private static final Pattern WEBHOOK = Pattern.compile("admission webhook \"([^\"]+)\" denied");
    private static final Pattern POLICY = Pattern.compile("ValidatingAdmissionPolicy '([^']+)'");
    private static final Pattern SILENT_WEBHOOK = Pattern.compile("failed calling webhook \"([^\"]+)\"");
    private static final String KAMAJI = "/apis/kamaji.clastix.io/";

    private static final List<Row> ROWS = List.of(
            row(
                    refusal -> refusal.hasCause("NamespaceTerminating")
                            || refusal.message().contains("because it is being terminated"),
                    "the namespace is being deleted: wait until it is gone and create it again, or use another"),
            row(WEBHOOK, "admission webhook %s of the cluster does not allow it: ask whoever runs that"),
            row(POLICY, "admission policy %s of the cluster does not allow it: ask whoever keeps that"),
            again(SILENT_WEBHOOK, "admission webhook %s of the cluster does not answer: see whether its pods run"),
            row(
                    refusal -> refusal.message().contains("exceeded quota"),
                    "the namespace's quota is used up: raise it, or ask for less"),
            row(
                    refusal -> refusal.message().contains("violates PodSecurity"),
                    "the pod security level of the namespace does not allow it"),
            row(
                    refusal -> refusal.message().contains("field not declared in schema")
                            || refusal.message().contains("failed to create typed patch object"),
                    "this API server knows no such field or type of value: correct what the spec says there"),
            row(MISSING_NAMESPACE, "create namespace %s first"),
            row(
                    refusal -> refusal.code() == 404 && refusal.path().startsWith(KAMAJI),
                    "the cluster has no custom resources of Kamaji: call installDefinitions(), or apply"
                            + " CustomResourceDefinitions.all(); datastores can also be given in code"),
            row(
                    refusal -> refusal.code() == 404 && refusal.status().isEmpty(),
                    "the cluster does not serve this kind: install its custom resource definition"),
            row(
                    refusal -> refusal.hasCause("FieldManagerConflict"),
                    "others own these fields: let them go, or leave them to them"),
            new Row(
                    refusal -> refusal.code() == 422 && !refusal.fields().isEmpty()
                            ? Optional.of("change " + String.join(", ", refusal.fields()))
                            : Optional.empty(),
                    false),
            code(400, "the object or the request is malformed", false),
            code(401, "check the credentials of the kubeconfig: they are wrong or have expired", false),
            code(403, "give the user this right with an RBAC role", false),
            code(404, "it is not there", false),
            code(409, "somebody else wrote it first: read it and plan again", true),
            code(410, "what was asked for is too old: list again", false),
            code(413, "the object is too large", false),
            code(422, "change the field that the server names", false),
            code(429, "the server is busy: try again later", true),
            again(refusal -> refusal.code() >= 500, "the server failed: try again, and look at its log if it goes on"),
            row(refusal -> true, "this is no answer of an API server: check its address"));

    private Remedies() {}

    static Remedy of(Refusal refusal) {
        for (var row : ROWS) {
            var whatToDo = row.whatToDo().apply(refusal);
            if (whatToDo.isPresent()) {
                return new Remedy(whatToDo.get(), row.again());
            }
        }
        throw new IllegalStateException("the last row fits always");
    }

    private static Row row(Predicate<Refusal> fits, String whatToDo) {
        return new Row(refusal -> fits.test(refusal) ? Optional.of(whatToDo) : Optional.empty(), false);
    }

    private static Row again(Predicate<Refusal> fits, String whatToDo) {
        return new Row(row(fits, whatToDo).whatToDo(), true);
    }

    private static Row code(int code, String whatToDo, boolean again) {
        return new Row(row(refusal -> refusal.code() == code, whatToDo).whatToDo(), again);
    }

    /** Where the message fits; {@code %s} is the name in it. */
    private static Row row(Pattern message, String whatToDo) {
        return new Row(
                refusal -> Optional.of(message.matcher(refusal.message()))
                        .filter(Matcher::find)
                        .map(match -> whatToDo.formatted(match.group(1))),
                false);
    }

    private static Row again(Pattern message, String whatToDo) {
        return new Row(row(message, whatToDo).whatToDo(), true);
    }
}
