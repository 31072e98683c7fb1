package io.kamaji.datastore;

/**
 * What a tenant takes in its store. Immutable.
 *
 * @param keys live keys
 * @param bytes of those keys (without the tenant's prefix) and their values
 * @param exact whether it was counted key by key; else it is what the store reports, which holds deleted keys and old
 *     revisions too, compressed
 */
public record Usage(long keys, long bytes, boolean exact) {}
