package io.kamaji.core.cluster;

import java.time.Duration;

/**
 * How long a client waits for an API server and how much of its answers it reads. What is larger or takes longer is refused
 * with a {@link ClusterException} that names the limit. Immutable and thread-safe.
 *
 * <p>The defaults of {@link #ofTenant()} are for an API server that somebody else may control: one that answers as badly as
 * it can takes about 150 MB of heap for a request, and no more of a thread's time than is said here. Those of
 * {@link #ofAdmin()} are for one that is trusted, and may hold many tenants in one namespace.
 *
 * <p>What is the same for all, and can't be set: {@link #VALUES}, {@link #WATCH_LINE}, {@link #PAGES}, {@link #REFUSAL},
 * {@link #RETRY_AFTER}.
 */
public final class ClientLimits {
    /** One request, from connecting to the last byte of its answer: 30 s. */
    public static final Duration REQUEST = Duration.ofSeconds(30);

    /** Body of one answer, in bytes after decompression: 16 MiB. A page of a list that is larger is asked for in smaller ones. */
    public static final long BODY = 16L << 20;

    /** JSON tokens of one answer (names, values, brackets): 500,000. A few bytes of JSON can take a hundred of heap. */
    public static final int VALUES = 500_000;

    /** One event of a watch, in bytes: 4 MiB. An object has at most 1.5 MiB in etcd. */
    public static final long WATCH_LINE = 4L << 20;

    /** Pages of one list: 1,000, of up to 500 objects. */
    public static final int PAGES = 1_000;

    /** What is read of an answer that is no success, in bytes: 64 KiB. The rest is of no use for a message. */
    public static final long REFUSAL = 64L << 10;

    /** The longest time that a server can ask a client to stay away: 5 min. */
    public static final Duration RETRY_AFTER = Duration.ofMinutes(5);

    /** One list with all of its pages: 2 min. */
    public static final Duration LIST_TIME = Duration.ofMinutes(2);

    /** All pages of one list of a trusted API server, in bytes: 256 MiB. */
    public static final long LIST = 256L << 20;

    private final Duration request;
    private final long body;
    private final Duration listTime;
    private final long list;

    private ClientLimits(Builder builder) {
        this.request = builder.request;
        this.body = builder.body;
        this.listTime = builder.listTime;
        this.list = builder.list;
    }

    /** {@link #REQUEST}, {@link #BODY}, {@link #LIST_TIME}, {@link #LIST}. */
    public static ClientLimits ofAdmin() {
        return new Builder().build();
    }

    /** The same, but all pages of a list together may be no larger than one answer. */
    public static ClientLimits ofTenant() {
        return new Builder().list(BODY).build();
    }

    public Duration request() {
        return request;
    }

    public long body() {
        return body;
    }

    public Duration listTime() {
        return listTime;
    }

    public long list() {
        return list;
    }

    /** JSON tokens of one list: in the same proportion to its bytes as {@link #VALUES} to {@link #BODY}. */
    public long listValues() {
        return list / (BODY / VALUES);
    }

    public Builder toBuilder() {
        return new Builder().request(request).body(body).listTime(listTime).list(list);
    }

    @Override
    public String toString() {
        return "ClientLimits[request=" + request + ", body=" + body + ", listTime=" + listTime + ", list=" + list + "]";
    }

    /** Sets limits; not thread-safe. */
    public static final class Builder {
        private Duration request = REQUEST;
        private long body = BODY;
        private Duration listTime = LIST_TIME;
        private long list = LIST;

        private Builder() {}

        /** @param limit of one request; at least 1 ms */
        public Builder request(Duration limit) {
            request = atLeastOneMilli(limit);
            return this;
        }

        /** @param bytes of one answer; at least 1 KiB */
        public Builder body(long bytes) {
            body = atLeastOneKib(bytes);
            return this;
        }

        /** @param limit of one list; at least 1 ms */
        public Builder listTime(Duration limit) {
            listTime = atLeastOneMilli(limit);
            return this;
        }

        /** @param bytes of one list; at least 1 KiB */
        public Builder list(long bytes) {
            list = atLeastOneKib(bytes);
            return this;
        }

        public ClientLimits build() {
            return new ClientLimits(this);
        }

        private static Duration atLeastOneMilli(Duration limit) {
            if (limit.toMillis() < 1) {
                throw new IllegalArgumentException("a limit of at least 1 ms, not " + limit);
            }
            return limit;
        }

        private static long atLeastOneKib(long bytes) {
            if (bytes < 1024) {
                throw new IllegalArgumentException("a limit of at least 1024 bytes, not " + bytes);
            }
            return bytes;
        }
    }
}
