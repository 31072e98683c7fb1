package io.kamaji.examples.platform;

import java.util.Set;

/**
 * Who is logged in, as the identity provider says. Immutable.
 *
 * @param id the provider's subject, which never becomes another person's: what is written into records and certificates
 * @param name for people to read
 * @param groups that the provider says they are in
 */
record User(String id, String name, Set<String> groups) {
    User {
        groups = Set.copyOf(groups);
    }
}
