package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import io.kamaji.datastore.Usage;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the whole of a tenant's content, one page in memory at a time. Stateless. */
public final class Contents {
    private Contents() {}

    /** Count and hash of what is there now. */
    public static ContentSummary summary(KeyValueStore store) {
        return walk(store, TransferProgress.NONE, page -> {});
    }

    /** Keys and bytes of what is there now. */
    public static Usage usage(KeyValueStore store) {
        var summary = summary(store);
        return new Usage(summary.keys(), summary.bytes(), true);
    }

    static ContentSummary walk(KeyValueStore store, TransferProgress progress, Consumer<List<Entry>> use) {
        var pages = new Pages(store, OptionalLong.empty());
        var digest = new ContentDigest();
        for (var page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(digest::add);
            use.accept(page);
            progress.moved(digest.keys(), digest.bytes());
        }
        return digest.summary(pages.revision());
    }
}
