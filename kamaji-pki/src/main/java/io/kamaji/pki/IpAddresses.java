package io.kamaji.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP address literals; never asks a name service. Source: RFC 5952 for the text of IPv6. */
final class IpAddresses {
    private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern ZEROS = Pattern.compile("(?<![^:])0(:0)+(?![^:])");

    private IpAddresses() {}

    /** 4 or 16 bytes; an IPv4-mapped IPv6 address gives 4. */
    static Optional<byte[]> parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // a literal by its form: with a colon in it the JDK parses or refuses, and does not ask
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static String format(byte[] address) {
        try {
            String full = InetAddress.getByAddress(address).getHostAddress();
            return address.length == 4 ? full : shorten(full);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + address.length, e);
        }
    }

    /** Replaces the longest run of zero groups, the first of equals, by {@code ::}. */
    private static String shorten(String full) {
        Matcher zeros = ZEROS.matcher(full);
        int start = -1;
        int end = -1;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - start) {
                start = zeros.start();
                end = zeros.end();
            }
        }
        if (start < 0) {
            return full;
        }
        String before = start == 0 ? "" : full.substring(0, start - 1);
        String after = end == full.length() ? "" : full.substring(end + 1);
        return before + "::" + after;
    }
}
