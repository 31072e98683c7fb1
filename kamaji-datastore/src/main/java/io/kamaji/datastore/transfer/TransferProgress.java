package io.kamaji.datastore.transfer;

/** Told of a transfer, page by page, in the thread that transfers; what it throws ends the transfer. */
@FunctionalInterface
public interface TransferProgress {

    /** For those who do not want to know. */
    TransferProgress NONE = (keys, bytes) -> {};

    /**
     * @param keys moved so far
     * @param bytes of keys and values moved so far
     */
    void moved(long keys, long bytes);
}
