package io.kamaji.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.json.JsonValue;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.PkiException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;

/** Reads what a datastore refers to: in the reference's order and with its messages, but all of them at once. */
final class DataStoreResolution {
    private static final String TLS = "spec.tlsConfig";

    private DataStoreResolution() {}

    static ResolvedDataStore resolve(
            DataStore store, SecretSource secrets, EndpointResolver resolver, Duration timeout) {
        var reader = new ContentReader(secrets);
        var auth = store.spec().basicAuth();
        var password = auth.flatMap(a -> reader.text("spec.basicAuth.password", "basic-auth password", a.password()))
                .map(DataStoreResolution::withoutLineEnd);
        var username = auth.flatMap(a -> reader.text("spec.basicAuth.username", "basic-auth username", a.username()))
                .map(DataStoreResolution::withoutLineEnd);
        var tls = store.spec().tlsConfig();
        var ca = tls.map(t -> t.certificateAuthority());
        var certificatePath = TLS + ".certificateAuthority.certificate";
        var authorityPem = ca.flatMap(a -> reader.text(certificatePath, "CA certificate", a.certificate()));
        authorityPem.ifPresent(pem -> requireCertificates(reader, certificatePath, pem));
        var authority = ca.flatMap(a -> a.privateKey())
                .flatMap(ref -> reader.text(TLS + ".certificateAuthority.privateKey", "CA private key", ref))
                .flatMap(key -> authorityPem.flatMap(
                        pem -> pair(reader, TLS + ".certificateAuthority", "CA private key", pem, key)));
        var client = tls.flatMap(t -> t.clientCertificate()).flatMap(c -> {
            var certificate =
                    reader.text(TLS + ".clientCertificate.certificate", "client certificate", c.certificate());
            var key = reader.text(TLS + ".clientCertificate.privateKey", "client private key", c.privateKey());
            return certificate.flatMap(pem ->
                    key.flatMap(text -> pair(reader, TLS + ".clientCertificate", "client certificate", pem, text)));
        });
        if (!reader.violations().isEmpty()) {
            throw new InvalidSpecException(
                    "DataStore " + store.metadata().name().orElse("?"), reader.violations());
        }
        return new ResolvedDataStore(store, authorityPem, authority, client, username, password, resolver, timeout);
    }

    /** Editors and {@code kubectl create secret --from-file} leave a line end that nobody means. */
    private static String withoutLineEnd(String text) {
        return text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static void requireCertificates(ContentReader reader, String path, String pem) {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (found.isEmpty()) {
                reader.wrong(path, JsonValue.NULL, "CA certificate", "it holds no PEM certificate");
            }
        } catch (CertificateException e) {
            reader.wrong(path, JsonValue.NULL, "CA certificate", "it is not a PEM certificate");
        }
    }

    private static Optional<KeyedCertificate> pair(
            ContentReader reader, String path, String what, String certificatePem, String keyPem) {
        try {
            return Optional.of(KeyedCertificate.parse(certificatePem, keyPem));
        } catch (PkiException e) {
            return reader.wrong(path, JsonValue.NULL, what, String.valueOf(e.getMessage()));
        }
    }
}
