package io.kamaji.testkit.datastore;

import io.kamaji.datastore.EndpointResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A way to a server that breaks at some point, as a rule after so many bytes: of what is sent, so that a call never arrives, or of what comes
 * back, so that it took effect and nobody knows. From then on it refuses everything. Used as an {@link EndpointResolver};
 * TLS goes through untouched. Thread-safe.
 */
public final class CuttingProxy implements EndpointResolver, AutoCloseable {

    /** Which direction is counted. */
    public enum Direction {
        REQUESTS,
        ANSWERS
    }

    private final Direction direction;
    private final AtomicLong left;
    private final BooleanSupplier breaks;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private volatile String target = "";

    private CuttingProxy(Direction direction, long bytes, BooleanSupplier breaks) throws IOException {
        this.direction = direction;
        this.breaks = breaks;
        this.left = new AtomicLong(bytes);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** One that lets so many bytes through. */
    public static CuttingProxy after(Direction direction, long bytes) {
        return open(direction, bytes, () -> false);
    }

    /** One that lets no answer through any more once this is so, as asked at each of them. */
    public static CuttingProxy once(BooleanSupplier so) {
        return open(Direction.ANSWERS, Long.MAX_VALUE, so);
    }

    private static CuttingProxy open(Direction direction, long bytes, BooleanSupplier breaks) {
        try {
            return new CuttingProxy(direction, bytes, breaks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has broken. */
    public boolean cut() {
        return left.get() < 0;
    }

    @Override
    public String resolve(String hostAndPort) {
        target = hostAndPort;
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                var near = listener.accept();
                int colon = target.lastIndexOf(':');
                var far = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
                open.add(near);
                open.add(far);
                daemon(() -> pump(near, far, direction == Direction.REQUESTS));
                daemon(() -> pump(far, near, direction == Direction.ANSWERS));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pump(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counted) {
                    long all = -n;
                    long rest = breaks.getAsBoolean() ? left.updateAndGet(before -> all) : left.addAndGet(all);
                    if (rest < 0) {
                        out.write(buffer, 0, (int) Math.max(0, n + rest));
                        out.flush();
                        close();
                        return;
                    }
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One side is gone: the other goes too.
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
