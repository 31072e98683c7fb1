package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.ApplyReport.Outcome;
import io.kamaji.core.component.Credential;
import io.kamaji.core.event.CredentialIssued;
import io.kamaji.core.event.CredentialsChecked;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.event.TenantPassed;
import io.kamaji.core.status.NextStep;
import io.kamaji.pki.KeyedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells the listener of passes. Thread-safe. */
record PassTelling(ReconcilerSettings settings) {

    /** A pass, and what a listener is told of it; a failure that a later pass may mend is a pass, too. */
    Pass told(TenantControlPlane tenant, Supplier<Pass> work) {
        var began = settings.clock().instant();
        Pass pass;
        try {
            pass = work.get();
        } catch (KamajiException e) {
            pass = Pass.unseen(tenant, e, settings.clock().instant());
        }
        var now = settings.clock().instant();
        pass.report().outcomes(ApplyReport.Effect.WRITTEN).stream()
                .map(Outcome::change)
                .map(change -> new ObjectWritten(
                        TenantReconciler.ref(tenant),
                        now,
                        change.target().name().toLowerCase(Locale.ROOT),
                        change.action().name().toLowerCase(Locale.ROOT),
                        change.ref(),
                        change.component()))
                .forEach(settings.listener());
        settings.listener()
                .accept(new TenantPassed(
                        TenantReconciler.ref(tenant),
                        now,
                        Duration.between(began, now),
                        pass.status().phase().wire(),
                        pass.status().isReady(),
                        pass.report().writes(),
                        pass.result() instanceof NextStep.Retry retry ? Optional.of(retry.why()) : Optional.empty()));
        return pass;
    }

    /** Credentials that a pass made, once they are stored. */
    void issued(PassInputs inputs, ApplyReport report) {
        var written = report.outcomes(ApplyReport.Effect.WRITTEN).stream()
                .map(outcome -> outcome.change().ref())
                .collect(Collectors.toSet());
        var reasons = inputs.credentials().issued();
        settings.renderer().registry().credentials().stream()
                .filter(row -> written.contains(inputs.names().secret(row.secret())))
                .map(Credential::name)
                .distinct()
                .forEach(name -> Optional.ofNullable(reasons.get(name))
                        .ifPresent(reason -> settings.listener()
                                .accept(new CredentialIssued(
                                        inputs.names().ref(), settings.clock().instant(), name, reason))));
    }

    /** The certificates of a pass, once those that it made are stored. */
    void checked(PassInputs inputs) {
        var now = settings.clock().instant();
        var stored = inputs.credentials().credentials().certificates();
        var certificates = settings.renderer().registry().credentials().stream()
                .filter(row -> row.isCertificate() && row.form() != Credential.Form.BROUGHT)
                .flatMap(row ->
                        Optional.ofNullable(stored.get(row.name())).map(pair -> checked(row, pair, now)).stream())
                .toList();
        settings.listener().accept(new CredentialsChecked(inputs.names().ref(), now, certificates));
    }

    private CredentialsChecked.Certificate checked(Credential row, KeyedCertificate pair, Instant now) {
        var end = pair.notAfter();
        var lifetime = Duration.between(pair.certificate().getNotBefore().toInstant(), end);
        return new CredentialsChecked.Certificate(
                row.name(),
                row.secret(),
                row.form() == Credential.Form.KUBECONFIG,
                end,
                !row.isAuthority() && settings.renewal().isDue(end, lifetime, now));
    }
}
