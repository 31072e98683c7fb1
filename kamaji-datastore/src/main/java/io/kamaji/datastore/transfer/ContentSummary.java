package io.kamaji.datastore.transfer;

/**
 * What a tenant's content is, in a form that two stores can be compared by. Immutable.
 *
 * <p>The hash does not depend on the order of the keys, as stores differ in it (MySQL sorts by a collation): it is the sum,
 * modulo 2^256, of the SHA-256 of each entry, that of: 1 byte, whether the key has a lease; 4 bytes, big-endian, the length
 * of the key; the key, without the tenant's prefix; the value.
 *
 * @param revision the revision that was read, in its own store; says nothing about another store
 * @param keys how many
 * @param bytes of keys and values
 * @param hash 64 hexadecimal digits
 */
public record ContentSummary(long revision, long keys, long bytes, String hash) {

    /** Whether both hold the same keys and values, with leases on the same keys; revisions do not count. */
    public boolean sameContent(ContentSummary other) {
        return keys == other.keys && bytes == other.bytes && hash.equals(other.hash);
    }

    @Override
    public String toString() {
        return keys + " keys, " + bytes + " bytes, hash " + hash;
    }
}
