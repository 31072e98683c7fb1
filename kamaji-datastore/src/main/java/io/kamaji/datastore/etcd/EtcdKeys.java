package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;

/**
 * Where the keys of a tenant are: {@code [/<schema>/, /<schema>0)}, closed, as "0" follows "/". The owner's mark is
 * under {@code kamaji.owner/}: as it does not begin with a slash, no range of a tenant can hold it. Immutable.
 */
record EtcdKeys(ByteString start, ByteString end, ByteString mark) {
    private static final String MARKS = "kamaji.owner/";

    static EtcdKeys of(String schema) {
        return new EtcdKeys(
                ByteString.copyFromUtf8("/" + schema + "/"),
                ByteString.copyFromUtf8("/" + schema + "0"),
                ByteString.copyFromUtf8(MARKS + schema));
    }

    /** For messages. */
    static String range(String schema) {
        return "[/" + schema + "/, /" + schema + "0)";
    }
}
