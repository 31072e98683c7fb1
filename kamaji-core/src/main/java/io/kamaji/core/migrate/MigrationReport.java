package io.kamaji.core.migrate;

import io.kamaji.datastore.transfer.ContentSummary;
import java.util.Optional;

/**
 * What a migration did. Immutable.
 *
 * @param from the old datastore
 * @param to the datastore that the tenant runs on: put it into {@code spec.dataStore}
 * @param verified count and hash of the copy, compared with the original; empty if another process verified it
 * @param revisionsWentBack whether the new store counts revisions from a lower number on, as it was too far behind to be
 *     raised above the old one's. A client that goes on watching from the number it had is then told nothing until the new
 *     store has come that far: restart the kubelets, and whatever else watches from outside. Else they are told to list anew
 */
public record MigrationReport(String from, String to, Optional<ContentSummary> verified, boolean revisionsWentBack) {
    @Override
    public String toString() {
        return "moved from " + from + " to " + to + verified.map(v -> ": " + v).orElse("")
                + (revisionsWentBack ? "; restart the kubelets and other clients that watch" : "");
    }
}
