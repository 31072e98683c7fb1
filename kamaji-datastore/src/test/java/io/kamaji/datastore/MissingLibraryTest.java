package io.kamaji.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client libraries are optional: all drivers are found without them, and one that is used says what to add. */
class MissingLibraryTest {
    private static final Pattern COORDINATES = Pattern.compile("([a-z.]+\\.[a-z]+):([a-z][a-z-]+)");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etcd       | jetcd-               | io.etcd:jetcd-core and io.grpc:grpc-netty-shaded",
                "etcd       | grpc-api-            | io.etcd:jetcd-core and io.grpc:grpc-netty-shaded",
                "etcd       | grpc-netty-shaded-   | io.etcd:jetcd-core and io.grpc:grpc-netty-shaded",
                "PostgreSQL | postgresql-          | org.postgresql:postgresql",
                "MySQL      | mariadb-java-client- | org.mariadb.jdbc:mariadb-java-client",
            })
    void calls_withoutTheirLibrary_nameTheArtifactToAdd(String driver, String jar, String artifact) throws Exception {
        assertThat(said(List.of(jar), driver))
                .hasSize(5)
                .allSatisfy(message -> assertThat(message)
                        .contains("driver " + driver + " needs " + artifact, "add it as a dependency"));
    }

    /** Where its version is, and what is to be left out of it. */
    @ParameterizedTest
    @ValueSource(strings = {"etcd", "PostgreSQL", "MySQL"})
    void artifacts_thatAMessageNames_areManagedByTheBom(String driver) throws Exception {
        var bom = Files.readString(Path.of("../kamaji-api/bom/pom.xml")).replaceAll("\\s", "");
        var message = said(List.of("jetcd-", "grpc-", "postgresql-", "mariadb-java-client-"), driver)
                .get(0);
        var named = COORDINATES.matcher(message).results().toList();
        assertThat(named)
                .hasSizeGreaterThan(1)
                .allSatisfy(artifact -> assertThat(bom)
                        .contains("<groupId>" + artifact.group(1) + "</groupId><artifactId>" + artifact.group(2)
                                + "</artifactId>"));
    }

    @Test
    void calls_ofDriversThatNeedNone_workWithoutAny() throws Exception {
        var all = List.of("jetcd-", "grpc-", "postgresql-", "mariadb-java-client-");
        assertThat(said(all, "SQLite").subList(0, 4)).containsOnly("");
        assertThat(said(all, "NATS")).first().asString().contains("connection refused");
    }

    /** The messages of the failures of each call, "" where there is none, with some jars missing. */
    private static List<String> said(List<String> jars, String driver) throws Exception {
        try (var loader = new Without(jars)) {
            @SuppressWarnings("unchecked")
            var use = (Function<String, List<String>>) loader.loadClass(Use.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return use.apply(driver);
        }
    }

    /** What a host does with a driver; made by a class loader of its own. */
    public static final class Use implements Function<String, List<String>> {
        private static final TenantAccount TENANT = new TenantAccount("blue", "blue", "secret", "tests");

        @Override
        public List<String> apply(String name) {
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(Use.class.getClassLoader());
            try {
                var drivers = Drivers.load();
                assertThat(drivers.all()).hasSize(5);
                var driver = drivers.driver(name);
                var store = store(name);
                var next = driver.renewed(TENANT, new SecureRandom()).orElse(TENANT);
                return Stream.<Runnable>of(
                                () -> driver.check(store),
                                () -> driver.inspect(store, TENANT),
                                () -> driver.ensure(store, TENANT),
                                () -> driver.drop(store, TENANT),
                                () -> driver.rotate(store, TENANT, next))
                        .map(Use::message)
                        .toList();
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static String message(Runnable call) {
            try {
                call.run();
                return "";
            } catch (DataStoreException e) {
                return String.valueOf(e.getMessage());
            }
        }

        private static ResolvedDataStore store(String driver) {
            var ca = CertificateTree.of(List.of(CertificateSpec.authority("ca", "a CA")))
                    .reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom()))
                    .certificates()
                    .get("ca");
            var declared = DataStore.builder()
                    .metadata(m -> m.name("store"))
                    .spec(spec -> spec.driver(driver).endpoints(List.of("127.0.0.1:1")))
                    .build();
            return new ResolvedDataStore(
                    declared,
                    Optional.of(ca.certificatePem()),
                    Optional.of(ca),
                    Optional.of(ca),
                    Optional.of("root"),
                    Optional.of("secret"),
                    EndpointResolver.identity(),
                    Duration.ofSeconds(2));
        }
    }

    /** This class path without the jars whose names begin with one of these. */
    private static final class Without extends URLClassLoader {
        private final List<String> jars;

        private Without(List<String> jars) {
            super(urls(), ClassLoader.getPlatformClassLoader());
            this.jars = jars;
        }

        private static URL[] urls() {
            return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.isEmpty())
                    .map(MissingLibraryTest.Without::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }

        private boolean isThere(URL resource) {
            return jars.stream().noneMatch(jar -> resource.toString().contains("/" + jar));
        }

        @Override
        public @Nullable URL findResource(String name) {
            var found = super.findResource(name);
            return found != null && isThere(found) ? found : null;
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            return Collections.enumeration(Collections.list(super.findResources(name)).stream()
                    .filter(this::isThere)
                    .toList());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (findResource(name.replace('.', '/') + ".class") == null) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
