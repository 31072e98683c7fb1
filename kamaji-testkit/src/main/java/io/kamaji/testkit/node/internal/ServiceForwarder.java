package io.kamaji.testkit.node.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards TCP connections from addresses of Services to ready pods, in turn; one that has no ready pod is closed at
 * once. One daemon thread for all. Thread-safe.
 */
final class ServiceForwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceForwarder.class);
    private static final int BUFFER = 32 << 10;

    private final Selector selector;
    private final Thread thread;
    private final Map<InetSocketAddress, ServerSocketChannel> listeners = new HashMap<>(); // this thread's only
    private final Map<InetSocketAddress, String> refused = new ConcurrentHashMap<>();
    private volatile Map<InetSocketAddress, List<InetSocketAddress>> routes = Map.of();
    private volatile boolean closed;
    private int turn;

    ServiceForwarder() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "kamaji-node-services");
        thread.setDaemon(true);
        thread.start();
    }

    /** Listens on just these addresses from now on; each with its backends. Connections that there are stay. */
    void set(Map<InetSocketAddress, List<InetSocketAddress>> wanted) {
        if (!wanted.equals(routes)) {
            routes = Map.copyOf(wanted);
            selector.wakeup();
        }
    }

    /** Addresses that can't be listened on, with the reason. */
    Map<InetSocketAddress, String> refused() {
        return Map.copyOf(refused);
    }

    private void run() {
        while (!closed) {
            try {
                listen();
                selector.select(1000);
                for (var key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            } catch (IOException | RuntimeException e) {
                LOG.warn("forwarding of services", e);
            }
        }
        for (var key : selector.keys()) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    private void listen() {
        var wanted = routes;
        listeners.entrySet().removeIf(entry -> {
            if (!wanted.containsKey(entry.getKey())) {
                closeQuietly(entry.getValue());
                return true;
            }
            return false;
        });
        refused.keySet().retainAll(wanted.keySet());
        for (var address : wanted.keySet()) {
            if (!listeners.containsKey(address)) {
                ServerSocketChannel channel = null;
                try {
                    channel = ServerSocketChannel.open();
                    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                    channel.bind(address, 128);
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_ACCEPT, address);
                    listeners.put(address, channel);
                    refused.remove(address);
                } catch (IOException e) {
                    closeQuietly(channel);
                    if (refused.put(address, String.valueOf(e.getMessage())) == null) {
                        LOG.warn("can't listen on {}: {}; tried again each second", address, e.getMessage());
                    }
                }
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.attachment() instanceof InetSocketAddress address) {
                accept((ServerSocketChannel) key.channel(), address);
            } else if (key.attachment() instanceof Side side) {
                side.serve(key);
            }
        } catch (IOException | CancelledKeyException e) {
            if (key.attachment() instanceof Side side) {
                side.closeBoth();
            }
        }
    }

    private void accept(ServerSocketChannel listener, InetSocketAddress address) throws IOException {
        var client = listener.accept();
        var backends = routes.getOrDefault(address, List.of());
        if (client == null) {
            return;
        }
        if (backends.isEmpty()) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, as a service without endpoints gives
            client.close();
            return;
        }
        SocketChannel server = null;
        try {
            server = SocketChannel.open();
            for (var channel : List.of(client, server)) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            var there = server.connect(backends.get(Math.floorMod(turn++, backends.size())));
            var left = new Side(client);
            var right = new Side(server);
            left.other = right;
            right.other = left;
            left.key = client.register(selector, there ? SelectionKey.OP_READ : 0, left);
            right.key = server.register(selector, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, right);
        } catch (IOException e) {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (Exception e) {
            LOG.trace("close", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One end of a connection, with what it has read for the other end. */
    private static final class Side {
        private final SocketChannel channel;
        private final ByteBuffer read = ByteBuffer.allocate(BUFFER);
        private boolean ended;
        private Side other = this;
        private @Nullable SelectionKey key;

        Side(SocketChannel channel) {
            this.channel = channel;
        }

        void serve(SelectionKey selected) throws IOException {
            if (selected.isConnectable()) {
                channel.finishConnect();
            }
            if (selected.isValid() && selected.isReadable()) {
                ended |= channel.read(read) < 0;
                flush();
            }
            if (selected.isValid() && selected.isWritable()) {
                other.flush();
            }
            if (ended && read.position() == 0 && other.ended && other.read.position() == 0) {
                closeBoth();
            } else {
                interests();
                other.interests();
            }
        }

        /** Writes what this end has read to the other end, and the end of it when it has come. */
        private void flush() throws IOException {
            if (other.channel.isConnected()) {
                read.flip();
                other.channel.write(read);
                read.compact();
                if (ended && read.position() == 0) {
                    other.channel.shutdownOutput();
                }
            }
        }

        private void interests() {
            if (key != null && key.isValid()) {
                key.interestOps(
                        !channel.isConnected()
                                ? SelectionKey.OP_CONNECT
                                : (ended || !read.hasRemaining() || !other.channel.isConnected()
                                                ? 0
                                                : SelectionKey.OP_READ)
                                        | (other.read.position() > 0 ? SelectionKey.OP_WRITE : 0));
            }
        }

        void closeBoth() {
            closeQuietly(channel);
            closeQuietly(other.channel);
        }
    }
}
