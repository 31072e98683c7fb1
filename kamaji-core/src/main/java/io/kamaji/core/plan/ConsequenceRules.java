package io.kamaji.core.plan;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.component.Consequence.Kind;
import io.kamaji.core.component.Credential;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import java.util.Optional;
import java.util.stream.Stream;

/** What follows from the changes of a plan, as components declare it; and what follows from any change of its sort. */
record ConsequenceRules(PlanRequest request) {

    Stream<Consequence> of(Change change) {
        var body = change.manifest().map(Manifest::tree).orElse(JsonObject.EMPTY);
        var declared = request.registry().consequences(change.target()).stream()
                .filter(rule -> rule.action() == change.action() && rule.type().is(change.ref()))
                .flatMap(rule -> rule.text().of(change.ref(), change.fields(), body).stream()
                        .map(text -> consequence(rule.kind(), change, text)))
                .distinct();
        var general = Stream.of(
                        Remnants.consequence(change).map(text -> consequence(Kind.TAKEOVER, change, text)),
                        dataLoss(change).map(text -> consequence(Kind.DATA_LOSS, change, text)))
                .flatMap(Optional::stream);
        return Stream.of(credentials(change), declared, general).flatMap(all -> all);
    }

    /** A certificate that was made for this plan. */
    static Consequence issued(String name, String reason) {
        return new Consequence(
                Kind.CREDENTIAL,
                Optional.empty(),
                reason.equals("missing")
                        ? "issues certificate " + name + " (missing)"
                        : "re-issues " + name + ": " + reason);
    }

    private Stream<Consequence> credentials(Change change) {
        if (change.action() != Action.UPDATE || change.target() != Target.ADMIN || !change.isSecret()) {
            return Stream.empty();
        }
        return request.registry().credentials().stream()
                .filter(credential -> change.ref().name().equals(request.name() + "-" + credential.secret()))
                .filter(credential -> changes(change, credential))
                .flatMap(credential -> credential.loss().stream())
                .map(text -> consequence(Kind.CREDENTIAL, change, text));
    }

    private static boolean changes(Change change, Credential credential) {
        return change.fields().stream()
                .map(FieldDiff::path)
                .anyMatch(path ->
                        credential.files().stream().anyMatch(file -> path.equals(FieldPath.item("data", file))));
    }

    private static Optional<String> dataLoss(Change change) {
        return change.action() == Action.DELETE && change.handling().has(Trait.HOLDS_DATA)
                ? Optional.of(
                        "deletes " + change.ref().kind() + " " + change.ref().name() + ": loses all data on it")
                : Optional.empty();
    }

    private static Consequence consequence(Kind kind, Change change, String text) {
        return new Consequence(kind, Optional.of(change.ref()), text);
    }
}
