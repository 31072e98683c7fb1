package io.kamaji.api.value;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP network in CIDR notation (RFC 4632, RFC 4291), IPv4 or IPv6; host bits are cleared. Nothing here asks a name server.
 * Immutable and thread-safe.
 *
 * @param address the network's first address
 * @param prefixLength 0 to 32 or 128 bits
 */
public record IpNetwork(InetAddress address, int prefixLength) {
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0\\d");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    public IpNetwork {
        var bits = address.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("not a prefix length: " + prefixLength);
        }
        var host = bits - prefixLength;
        address = address(number(address).shiftRight(host).shiftLeft(host), bits / 8);
    }

    /** The network, or empty if the text is none. Host bits may be set: {@code 10.96.0.5/16} is {@code 10.96.0.0/16}. */
    public static Optional<IpNetwork> parse(String cidr) {
        var slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
            return Optional.empty();
        }
        var length = Integer.parseInt(cidr.substring(slash + 1));
        return parseAddress(cidr.substring(0, slash))
                .filter(address -> length <= address.getAddress().length * 8)
                .map(address -> new IpNetwork(address, length));
    }

    /** The address, or empty if the text is none; a name is none, nor is an IPv4 address in IPv6 clothes or one with a zone. */
    public static Optional<InetAddress> parseAddress(String text) {
        var v4 = V4.matcher(text).matches() && !LEADING_ZERO.matcher(text).find();
        if (!v4 && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.getByName(text);
            return Optional.of(address).filter(it -> it.getAddress().length == (v4 ? 4 : 16));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether this is IPv6. */
    public boolean isV6() {
        return address.getAddress().length == 16;
    }

    /** Whether an address is in this network. */
    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && new IpNetwork(other, prefixLength).address.equals(address);
    }

    /** Whether any address is in both. */
    public boolean overlaps(IpNetwork other) {
        return contains(other.address) || other.contains(address);
    }

    /** The address that many after the first, which may lie outside of a small network. */
    public InetAddress nth(int offset) {
        return address(number(address).add(BigInteger.valueOf(offset)), address.getAddress().length);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static InetAddress address(BigInteger number, int length) {
        var bytes = new byte[length];
        var value = number.mod(BigInteger.ONE.shiftLeft(length * 8)).toByteArray();
        var n = Math.min(length, value.length);
        System.arraycopy(value, value.length - n, bytes, length - n, n);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address as Kubernetes writes it: IPv6 shortened (RFC 5952). */
    public static String text(InetAddress address) {
        return address.getAddress().length == 4 ? address.getHostAddress() : shortened(address.getHostAddress());
    }

    /** Of the longest run of two or more zero groups, the first is what {@code ::} stands for. */
    private static String shortened(String full) {
        var groups = full.split(":");
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        if (start < 0) {
            return full;
        }
        var head = String.join(":", Arrays.copyOfRange(groups, 0, start));
        var tail = String.join(":", Arrays.copyOfRange(groups, start + length, groups.length));
        return head + "::" + tail;
    }

    @Override
    public String toString() {
        return text(address) + "/" + prefixLength;
    }
}
