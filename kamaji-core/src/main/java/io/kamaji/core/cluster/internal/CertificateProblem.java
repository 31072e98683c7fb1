package io.kamaji.core.cluster.internal;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What is wrong with a server's certificate, and what to do about it. */
final class CertificateProblem {
    /** As {@link java.util.Date#toString()} writes it, which is all that Java's exceptions tell. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);

    private CertificateProblem() {}

    /** The remedy for a failure that is one of the server's certificate; empty for any other. */
    static Optional<String> of(Throwable failure) {
        String remedy = null;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("the server's certificate has expired on " + date(cause)
                        + ": renew it, or check this machine's clock");
            } else if (cause instanceof CertificateNotYetValidException) {
                return Optional.of(
                        "the server's certificate is good from " + date(cause) + " only: check this machine's clock");
            } else if (cause instanceof CertificateException) {
                remedy = "check the certificate authority of the kubeconfig";
            } else if (cause instanceof SSLPeerUnverifiedException) {
                remedy = "check the server name of the kubeconfig: the certificate is for others";
            }
        }
        return Optional.ofNullable(remedy);
    }

    private static String date(Throwable cause) {
        var text = String.valueOf(cause.getMessage()).replaceFirst("Not(After|Before): ", "");
        try {
            return ZonedDateTime.parse(text, DATE)
                    .withZoneSameInstant(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        } catch (DateTimeException otherForm) {
            return text;
        }
    }
}
