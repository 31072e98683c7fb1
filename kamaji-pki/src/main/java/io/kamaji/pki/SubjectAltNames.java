package io.kamaji.pki;

import io.kamaji.pki.internal.CertificateFields;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Subject alternative names: DNS names (wildcards allowed) and IP addresses, each once, in order.
 *
 * <p>Immutable and in canonical form: names in lower case, IPv6 as RFC 5952 writes it. Nothing is looked up.
 *
 * @param dnsNames as DNS-1123 subdomains, the first label may be {@code *}
 * @param ipAddresses IPv4 or IPv6 literals
 */
public record SubjectAltNames(List<String> dnsNames, List<String> ipAddresses) {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DNS_NAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final int DNS_NAME_LENGTH = 253;

    /** No name and no address. */
    public static final SubjectAltNames NONE = new SubjectAltNames(List.of(), List.of());

    /** @throws IllegalArgumentException for what is neither, naming it */
    public SubjectAltNames {
        dnsNames = List.copyOf(new LinkedHashSet<>(
                dnsNames.stream().map(SubjectAltNames::dnsName).toList()));
        ipAddresses = List.copyOf(new LinkedHashSet<>(
                ipAddresses.stream().map(SubjectAltNames::ipAddress).toList()));
    }

    /** Names and addresses as they come, told apart by their form. */
    public static SubjectAltNames of(String... namesOrAddresses) {
        return of(Arrays.asList(namesOrAddresses));
    }

    /** Names and addresses as they come, told apart by their form. */
    public static SubjectAltNames of(Collection<String> namesOrAddresses) {
        List<String> names = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        namesOrAddresses.forEach(each -> (IpAddresses.parse(each).isPresent() ? addresses : names).add(each));
        return new SubjectAltNames(names, addresses);
    }

    /** Those of a certificate; entries of another kind or form are left out. */
    public static SubjectAltNames of(X509Certificate certificate) {
        return new SubjectAltNames(
                CertificateFields.dnsNames(certificate).stream()
                        .filter(name -> isDnsName(name.toLowerCase(Locale.ROOT)))
                        .toList(),
                CertificateFields.ipAddresses(certificate));
    }

    /** Whether there is neither a name nor an address. */
    public boolean isEmpty() {
        return dnsNames.isEmpty() && ipAddresses.isEmpty();
    }

    /** These, then those of the other that are not among them. */
    public SubjectAltNames plus(SubjectAltNames other) {
        return new SubjectAltNames(
                Stream.concat(dnsNames.stream(), other.dnsNames.stream()).toList(),
                Stream.concat(ipAddresses.stream(), other.ipAddresses.stream()).toList());
    }

    /** Those of these that the other has not. */
    public SubjectAltNames minus(SubjectAltNames other) {
        return new SubjectAltNames(
                dnsNames.stream().filter(name -> !other.dnsNames.contains(name)).toList(),
                ipAddresses.stream()
                        .filter(address -> !other.ipAddresses.contains(address))
                        .toList());
    }

    /** All of them, comma-separated. */
    @Override
    public String toString() {
        return String.join(
                ", ", Stream.concat(dnsNames.stream(), ipAddresses.stream()).toList());
    }

    private static String dnsName(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!isDnsName(name)) {
            throw new IllegalArgumentException("not a DNS name or IP address: '" + text + "'");
        }
        return name;
    }

    private static boolean isDnsName(String name) {
        return name.length() <= DNS_NAME_LENGTH && DNS_NAME.matcher(name).matches();
    }

    private static String ipAddress(String text) {
        Optional<byte[]> address = IpAddresses.parse(text);
        return IpAddresses.format(
                address.orElseThrow(() -> new IllegalArgumentException("not an IP address: '" + text + "'")));
    }
}
