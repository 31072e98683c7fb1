package io.kamaji.api.value;

import java.util.List;
import java.util.regex.Pattern;

/** Which names Kubernetes takes, with its messages. Stateless. Source: k8s.io/apimachinery, util/validation. */
public final class Names {
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String LABEL_1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL_1123 + "(\\." + LABEL_1123 + ")*";
    private static final String WILDCARD = "\\*\\." + SUBDOMAIN;

    private static final Rule DNS_1035 = new Rule(
            63,
            LABEL_1035,
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character,"
                    + " and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '"
                    + LABEL_1035 + "')");
    private static final Rule DNS_1123_LABEL = new Rule(
            63,
            LABEL_1123,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with"
                    + " an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
                    + LABEL_1123
                    + "')");
    private static final Rule DNS_1123_SUBDOMAIN = new Rule(
            253,
            SUBDOMAIN,
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                    + SUBDOMAIN
                    + "')");
    private static final Rule WILDCARD_SUBDOMAIN = new Rule(
            253,
            WILDCARD,
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower"
                    + " case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com',"
                    + " regex used for validation is '" + WILDCARD + "')");

    private Names() {}

    /** A label that begins with a letter (RFC 1035), such as the name of a Service; empty if it is one, else what is wrong. */
    public static List<String> dns1035Label(String name) {
        return DNS_1035.check(name);
    }

    /** A label (RFC 1123), such as the name of a namespace or a container; empty if it is one, else what is wrong. */
    public static List<String> dns1123Label(String name) {
        return DNS_1123_LABEL.check(name);
    }

    /** Labels with dots between them, such as the names of most objects; empty if it is one, else what is wrong. */
    public static List<String> dns1123Subdomain(String name) {
        return DNS_1123_SUBDOMAIN.check(name);
    }

    /** A subdomain behind {@code *.}; empty if it is one, else what is wrong. */
    public static List<String> wildcardSubdomain(String name) {
        return WILDCARD_SUBDOMAIN.check(name);
    }

    private record Rule(int longest, Pattern pattern, String message) {
        Rule(int longest, String regex, String message) {
            this(longest, Pattern.compile(regex), message);
        }

        List<String> check(String name) {
            if (name.length() > longest) { // not matched: the depth of a match grows with the text
                return List.of("must be no more than " + longest + " characters");
            }
            return pattern.matcher(name).matches() ? List.of() : List.of(message);
        }
    }
}
