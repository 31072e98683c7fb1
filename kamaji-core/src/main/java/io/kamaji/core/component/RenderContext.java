package io.kamaji.core.component;

import io.kamaji.pki.Authority;
import io.kamaji.pki.KeyedCertificate;
import java.util.Optional;
import java.util.Set;

/**
 * What a component may look at. Immutable; its text form shows no key.
 *
 * @param tenant the spec with everything that follows from it
 * @param credentials those that there are
 * @param kineImage image of kine, unless the tenant names another
 */
public record RenderContext(TenantView tenant, Credentials credentials, String kineImage) {

    /** A certificate with its key, or empty while it can't be issued. */
    public Optional<KeyedCertificate> certificate(Credential credential) {
        return Optional.ofNullable(credentials.certificates().get(credential.name()));
    }

    /** An authority, or empty while there is none. */
    public Optional<Authority> authority(Credential credential) {
        return credentials.authority(credential.name());
    }

    /** What a credential that is not there waits for, one thing; nothing if it is there. */
    public Set<String> waitsFor(Credential credential) {
        var name = credential.name();
        var isThere = credential.isCertificate()
                ? credentials.certificates().containsKey(name)
                : credentials.signingKeys().isPresent();
        if (isThere) {
            return Set.of();
        }
        var withheld = credentials.withheld().get(name);
        if (withheld != null) {
            return Set.of(withheld);
        }
        var unknown =
                credential.isCertificate() ? credential.specification(tenant).waitsFor() : Set.<String>of();
        return unknown.isEmpty() ? Set.of("<credential " + name + ">") : unknown;
    }

    /** The file that holds all that is trusted of an authority: more than what is signed with only while one is replaced. */
    public String trustFile(Credential authority) {
        return authority(authority).filter(Authority::isBundle).isPresent()
                ? authority.bundleFile()
                : authority.certificateFile();
    }

    @Override
    public String toString() {
        return "RenderContext[" + tenant.name() + ", " + credentials + "]";
    }
}
