package io.kamaji.examples.platform.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.Route;

/** An identity provider on which anybody is whoever they pick: Ada of team blue, Grace of team green, Edsger who sees both. */
public final class LocalIdentity implements AutoCloseable {
    private final Path loginPage;
    private final MockOAuth2Server server;

    private LocalIdentity() throws IOException {
        loginPage = Files.createTempFile("kamaji-login", ".html");
        try (var page = Objects.requireNonNull(LocalIdentity.class.getResourceAsStream("login.html"))) {
            Files.copy(page, loginPage, StandardCopyOption.REPLACE_EXISTING);
        }
        server = new MockOAuth2Server(new OAuth2Config(true, loginPage.toString()), new Route[0]);
        server.start(InetAddress.getByName("localhost"), 0);
    }

    /** Starts one on a free port. */
    public static LocalIdentity start() {
        try {
            return new LocalIdentity();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By which clients know it. */
    public URI issuer() {
        return URI.create(
                "http://localhost:" + server.getConfig().getHttpServer().port() + "/teams");
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        Files.deleteIfExists(loginPage);
    }
}
