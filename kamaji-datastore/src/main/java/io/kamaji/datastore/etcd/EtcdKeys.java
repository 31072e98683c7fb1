package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;

/**
 * Where the keys of a tenant are: {@code [/<schema>/, /<schema>0)}, closed, as "0" follows "/". The owner's mark is
 * under {@code kamaji.owner/}, that of a freeze under {@code kamaji.frozen/}: as they do not begin with a slash, no range
 * of a tenant can hold them. Immutable.
 */
record EtcdKeys(ByteString start, ByteString end, ByteString mark, ByteString frozen) {
    /** Behind a key: the next one in order. */
    static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

    /** Longer than the range of any tenant, whose keys all begin with it. */
    private static final int LONG = 4096;

    private static final String MARKS = "kamaji.owner/";
    private static final String FROZEN = "kamaji.frozen/";

    static EtcdKeys of(String schema) {
        return new EtcdKeys(
                ByteString.copyFromUtf8("/" + schema + "/"),
                ByteString.copyFromUtf8("/" + schema + "0"),
                ByteString.copyFromUtf8(MARKS + schema),
                ByteString.copyFromUtf8(FROZEN + schema));
    }

    /** Behind a key; of one that is too long to be repeated in a request, behind all that begin as it does. */
    static ByteString behind(ByteString key) {
        if (key.size() <= LONG) {
            return key.concat(ZERO);
        }
        int end = LONG;
        while (key.byteAt(end - 1) == (byte) 0xFF) {
            end--;
        }
        var next = new byte[] {(byte) (key.byteAt(end - 1) + 1)};
        return key.substring(0, end - 1).concat(ByteString.copyFrom(next));
    }

    /** For messages. */
    static String range(String schema) {
        return "[/" + schema + "/, /" + schema + "0)";
    }
}
