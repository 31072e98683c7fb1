package io.kamaji.datastore.nats;

import io.kamaji.api.json.JsonObject;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.internal.Deadline;
import io.kamaji.datastore.internal.HostPort;
import io.kamaji.datastore.internal.StoreSocketFactory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLSocket;

/**
 * A connection to one NATS server, for requests one after the other: no thread, no reconnecting, each read within the
 * deadline; a server that says no is a {@link ProtocolException}. Not thread-safe. Source: the NATS client protocol; TLS starts after the server's first line.
 */
final class NatsConnection implements AutoCloseable {
    private static final int LONGEST_LINE = 1 << 20;

    private final Deadline deadline;
    private final String inbox = "_INBOX." + UUID.randomUUID();
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private NatsConnection(Socket socket, Deadline deadline) throws IOException {
        this.socket = socket;
        this.deadline = deadline;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Within {@link StoreSocketFactory#with}. */
    static NatsConnection open(ResolvedDataStore store, HostPort where, Deadline limit, Deadline deadline)
            throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(where.host(), where.port()), limit.millis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(limit.millis());
            var connection = new NatsConnection(socket, limit);
            connection.greet(store);
            return connection.until(deadline);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private NatsConnection until(Deadline later) throws IOException {
        var connection = new NatsConnection(socket, later);
        connection.in = in;
        connection.send("SUB " + connection.inbox + " 1\r\n");
        return connection;
    }

    private void greet(ResolvedDataStore store) throws IOException {
        var first = line();
        if (!first.startsWith("INFO ")) {
            throw new IOException("not a NATS server: it says " + first.substring(0, Math.min(40, first.length())));
        }
        var info = JsonObject.parse(first.substring("INFO ".length()));
        boolean tls = StoreSocketFactory.wanted(store);
        if (tls
                && !info.bool("tls_required").orElse(false)
                && !info.bool("tls_available").orElse(false)) {
            throw new ProtocolException("the server has no TLS");
        }
        if (tls) {
            var secured = (SSLSocket) new StoreSocketFactory().createSocket(socket, "", 0, true);
            secured.setSoTimeout(deadline.millis());
            secured.startHandshake();
            socket = secured;
            in = new BufferedInputStream(secured.getInputStream());
            out = secured.getOutputStream();
        }
        var connect = JsonObject.of(
                "verbose",
                false,
                "pedantic",
                false,
                "tls_required",
                tls,
                "headers",
                true,
                "no_responders",
                true,
                "protocol",
                1,
                "lang",
                "java",
                "version",
                "1",
                "name",
                "kamaji",
                "user",
                store.username().orElse(""),
                "pass",
                store.password().orElse(""));
        send("CONNECT " + connect + "\r\nPING\r\n");
        while (!line().equals("PONG")) {
            // INFO again, as clusters send it
        }
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** One request and its answer, as JSON. */
    JsonObject request(String subject, String payload) throws IOException {
        return request(subject, "", payload);
    }

    /** The same with a header line. */
    JsonObject request(String subject, String header, String payload) throws IOException {
        var body = payload.getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream();
        if (header.isEmpty()) {
            message.writeBytes(ascii("PUB " + subject + " " + inbox + " " + body.length + "\r\n"));
        } else {
            var headers = ascii("NATS/1.0\r\n" + header + "\r\n\r\n");
            message.writeBytes(ascii("HPUB " + subject + " " + inbox + " " + headers.length + " "
                    + (headers.length + body.length) + "\r\n"));
            message.writeBytes(headers);
        }
        message.writeBytes(body);
        message.writeBytes(ascii("\r\n"));
        out.write(message.toByteArray());
        out.flush();
        return answer(subject);
    }

    private JsonObject answer(String subject) throws IOException {
        while (true) {
            var words = line().split(" ");
            if (words[0].equals("MSG") || words[0].equals("HMSG")) {
                var body = new String(bytes(Integer.parseInt(words[words.length - 1])), StandardCharsets.UTF_8);
                line();
                if (words[0].equals("HMSG")) {
                    throw new ProtocolException("nothing answers " + subject + ": "
                            + body.lines().findFirst().orElse(""));
                }
                return JsonObject.parse(body);
            }
        }
    }

    private byte[] bytes(int count) throws IOException {
        var read = in.readNBytes(count);
        if (read.length < count) {
            throw new EOFException("the server ended the connection");
        }
        return read;
    }

    /** The next line that is not about the connection itself. */
    private String line() throws IOException {
        while (true) {
            var line = rawLine();
            var word = line.toUpperCase(Locale.ROOT);
            if (word.startsWith("-ERR")) {
                throw new ProtocolException(line.substring("-ERR".length()).trim());
            } else if (word.equals("PING")) {
                send("PONG\r\n");
            } else if (!word.equals("+OK")) {
                return line;
            }
        }
    }

    private String rawLine() throws IOException {
        var line = new ByteArrayOutputStream();
        while (line.size() < LONGEST_LINE) {
            if (deadline.passed()) {
                throw new SocketTimeoutException("no answer in time");
            }
            socket.setSoTimeout(deadline.millis());
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server ended the connection");
            }
            if (c == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(c);
        }
        throw new IOException("a line without end");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
