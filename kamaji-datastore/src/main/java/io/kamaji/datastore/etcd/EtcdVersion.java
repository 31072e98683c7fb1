package io.kamaji.datastore.etcd;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of the etcd server. Below 3.5.33, 3.6.14 and 3.7.1 range grants leak: nested transactions, {@code PrevKv} in
 * a transaction, open-ended watches and {@code Compact} reach beyond them. Immutable.
 */
record EtcdVersion(int major, int minor, int patch) {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(-.*)?");

    /** Empty for what is no version. A pre-release counts as the release before it, as it may lack the fix. */
    static Optional<EtcdVersion> parse(String text) {
        var m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(new EtcdVersion(
                        Integer.parseInt(m.group(1)),
                        Integer.parseInt(m.group(2)),
                        Integer.parseInt(m.group(3)) - (m.group(4) == null ? 0 : 1)))
                : Optional.empty();
    }

    /** Whether a grant of a range confines its user to that range. */
    boolean confines() {
        if (major != 3) {
            return major > 3;
        }
        return switch (minor) {
            case 5 -> patch >= 33;
            case 6 -> patch >= 14;
            case 7 -> patch >= 1;
            default -> minor > 7;
        };
    }
}
