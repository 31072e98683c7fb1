package io.kamaji.core.status;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.tenant.status.CertificateStatus;
import io.kamaji.core.component.Credential;
import io.kamaji.core.render.internal.Checksums;
import io.kamaji.core.render.internal.Names;
import java.time.Instant;
import java.util.Optional;

/**
 * Secrets and ConfigMaps as the wire names them, with a checksum, and since when it is that. Pure.
 *
 * @param now to the second
 */
record WireChecksums(PassFacts facts, Instant now) {

    Optional<CertificateStatus> secret(Credential credential, Optional<CertificateStatus> before) {
        var ref = facts.names().secret(credential.secret());
        return checksum(ref)
                .map(sum -> CertificateStatus.builder()
                        .secretName(ref.name())
                        .checksum(sum)
                        .lastUpdate(time(
                                before.flatMap(CertificateStatus::checksum),
                                before.flatMap(CertificateStatus::lastUpdate),
                                sum))
                        .build());
    }

    /** Of a Secret or ConfigMap that is there; a brought one carries no annotation of ours. */
    Optional<String> checksum(ObjectRef ref) {
        return facts.live(ref)
                .map(live ->
                        live.text("metadata", "annotations", Names.CHECKSUM).orElseGet(() -> Checksums.of(live)));
    }

    /** Since when a checksum is what it is. */
    Instant time(Optional<String> before, Optional<Instant> at, String checksum) {
        return before.equals(Optional.of(checksum)) ? at.orElse(now) : now;
    }
}
