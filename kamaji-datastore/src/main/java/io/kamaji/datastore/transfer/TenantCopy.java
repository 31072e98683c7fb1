package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import java.time.Duration;
import java.util.Arrays;

/** Copies a tenant's content from store to store, and compares two stores. Stateless. */
public final class TenantCopy {
    /** By how much a lease of the target may end before that of the source, of which it is a copy. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private TenantCopy() {}

    /**
     * Copies everything at one revision; what the target held is deleted first. Leases stay leases, with the time that they
     * still had. When it fails, the target holds part of it.
     */
    public static ContentSummary copy(KeyValueStore source, KeyValueStore target, TransferProgress progress) {
        target.clear();
        var leases = new Leases(target);
        return Contents.walk(source, progress, page -> {
            for (var entry : page) {
                if (!leases.knows(entry.lease())) {
                    leases.learn(entry.lease(), source.remaining(entry.lease()));
                }
            }
            Batches.put(target, leases.translate(page));
        });
    }

    /**
     * Compares a copy with what it was copied from, both as they are now: by count and hash, and where those differ, key by
     * key. Of a key with a lease either may be missing, where the lease has ended or is about to.
     *
     * @param progress told of what was read, of either store
     * @return count and hash of the copy
     * @throws TransferException with the first key that differs
     */
    public static ContentSummary verify(KeyValueStore source, KeyValueStore target, TransferProgress progress) {
        var wanted = Contents.walk(source, progress, page -> {});
        var found = Contents.walk(target, progress, page -> {});
        if (!found.sameContent(wanted)) {
            Contents.walk(source, progress, page -> page.forEach(entry -> requireIn(target, entry, source)));
            Contents.walk(target, progress, page -> page.forEach(entry -> requireFrom(source, entry)));
        }
        return found;
    }

    private static void requireIn(KeyValueStore target, Entry original, KeyValueStore source) {
        var copy = target.get(original.key());
        if (copy.isPresent()) {
            same(original, copy.get());
        } else if (original.lease() == 0
                || source.remaining(original.lease())
                        .filter(left -> left.compareTo(SLACK) > 0)
                        .isPresent()) {
            throw new TransferException("the copy lacks a key of the original: " + original, null);
        }
    }

    private static void same(Entry original, Entry copy) {
        if (!Arrays.equals(original.value(), copy.value())) {
            throw new TransferException("the copy has another value than the original: " + copy, null);
        }
        if ((original.lease() == 0) != (copy.lease() == 0)) {
            throw new TransferException("of the copy and the original only one has a lease: " + copy, null);
        }
    }

    private static void requireFrom(KeyValueStore source, Entry copy) {
        if (copy.lease() == 0 && source.get(copy.key()).isEmpty()) {
            throw new TransferException("the copy holds a key that the original does not: " + copy, null);
        }
    }
}
