package io.kamaji.api;

import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.datastore.DataStoreSpec;
import java.util.function.Consumer;

/** Short forms over the wire-equal model, for {@link DataStore.Builder}. */
interface DataStoreShortcuts {
    /** Edits {@link DataStore#spec()}, starting from what is set. */
    DataStore.Builder spec(Consumer<DataStoreSpec.Builder> edit);

    /** User name and password, each of a Secret or inline. */
    default DataStore.Builder basicAuth(ContentRef username, ContentRef password) {
        return spec(spec -> spec.basicAuth(auth -> auth.username(username).password(password)));
    }

    /** {@code username} and {@code password} of a Secret. */
    default DataStore.Builder basicAuth(String secretNamespace, String secretName) {
        return basicAuth(
                ContentRef.secret(secretNamespace, secretName, "username"),
                ContentRef.secret(secretNamespace, secretName, "password"));
    }

    /** The CA's certificate. */
    default DataStore.Builder certificateAuthority(ContentRef certificate) {
        return spec(spec -> spec.tlsConfig(tls -> tls.certificateAuthority(ca -> ca.certificate(certificate))));
    }

    /** The CA's certificate and key; the key signs the tenants' client certificates and is mandatory for etcd. */
    default DataStore.Builder certificateAuthority(ContentRef certificate, ContentRef privateKey) {
        return certificateAuthority(certificate)
                .spec(spec -> spec.tlsConfig(tls -> tls.certificateAuthority(ca -> ca.privateKey(privateKey))));
    }

    /** {@code tls.crt} and {@code tls.key} of a Secret as CA. */
    default DataStore.Builder certificateAuthority(String secretNamespace, String secretName) {
        return certificateAuthority(
                ContentRef.secret(secretNamespace, secretName, "tls.crt"),
                ContentRef.secret(secretNamespace, secretName, "tls.key"));
    }

    /** The administrator's client certificate and key. */
    default DataStore.Builder clientCertificate(ContentRef certificate, ContentRef privateKey) {
        return spec(spec -> spec.tlsConfig(tls ->
                tls.clientCertificate(client -> client.certificate(certificate).privateKey(privateKey))));
    }

    /** {@code tls.crt} and {@code tls.key} of a Secret as the administrator's client certificate. */
    default DataStore.Builder clientCertificate(String secretNamespace, String secretName) {
        return clientCertificate(
                ContentRef.secret(secretNamespace, secretName, "tls.crt"),
                ContentRef.secret(secretNamespace, secretName, "tls.key"));
    }
}
