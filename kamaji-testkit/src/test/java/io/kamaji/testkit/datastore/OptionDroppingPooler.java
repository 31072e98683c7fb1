package io.kamaji.testkit.datastore;

import io.kamaji.datastore.EndpointResolver;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What is in front of a PostgreSQL, has no TLS, and takes {@code options} from each start of a session. Thread-safe. */
final class OptionDroppingPooler implements EndpointResolver, AutoCloseable {
    private final ServerSocket listener;
    private volatile String target = "";

    OptionDroppingPooler() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (true) {
                var near = listener.accept();
                daemon(() -> serve(near));
            }
        });
    }

    @Override
    public String resolve(String hostAndPort) {
        target = hostAndPort;
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void serve(Socket near) throws IOException {
        int colon = target.lastIndexOf(':');
        try (near;
                var far = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
            var in = new DataInputStream(near.getInputStream());
            in.skipNBytes(8); // its question whether there is TLS
            near.getOutputStream().write('N');
            var start = in.readNBytes(in.readInt() - 4);
            var without = new ByteArrayOutputStream();
            without.write(start, 0, 4);
            var words = new String(start, 4, start.length - 4, StandardCharsets.UTF_8).split("\0");
            for (int i = 0; i + 1 < words.length; i += 2) {
                if (!words[i].equals("options")) {
                    without.writeBytes((words[i] + '\0' + words[i + 1] + '\0').getBytes(StandardCharsets.UTF_8));
                }
            }
            without.write(0);
            var out = new DataOutputStream(far.getOutputStream());
            out.writeInt(without.size() + 4);
            out.write(without.toByteArray());
            daemon(() -> far.getInputStream().transferTo(near.getOutputStream()));
            in.transferTo(out);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side is gone, and so is this.
                    }
                },
                "pooler");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
