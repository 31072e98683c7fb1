package io.kamaji.testkit.cluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test a real tenant cluster: kube-apiserver, kube-controller-manager and kube-scheduler as processes of this
 * machine, no Docker and no root. Parameters of type {@link TenantKubeconfig} and {@link
 * io.kamaji.core.cluster.ClusterClient}, fields of type {@link TenantKubeconfig}, and both of type {@code String} with {@link
 * KubeconfigText}, are filled in.
 *
 * <pre>{@code
 * @TenantCluster(version = "1.36.3")
 * class QuotaControllerTest {
 *   @Test
 *   void refusesTheEleventhPod(TenantKubeconfig tenant) { … }
 * }
 * }</pre>
 *
 * <p>Defaults: newest tested version, SQLite, one cluster per class. It starts with the first test that asks for it (one
 * with a field: before the class or the test), takes some seconds, and ends with its scope. Classes may run in parallel;
 * each has its own. On a method it overrides the one on the class and that test has a cluster of its own. Where Linux or
 * the binaries are missing, tests are skipped with the reason and the ways to have them; with {@code
 * -Dkamaji.requireReal=true} they fail. With {@code -Dkamaji.binaries=download} (or {@code build}) missing binaries are had
 * first, see {@link io.kamaji.testkit.Binaries}.
 *
 * <p>Needs JUnit Jupiter 5.13 or later, or 6, which a project brings itself: Kamaji decides no version of it.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TenantClusterExtension.class)
public @interface TenantCluster {

    /** Kubernetes version, with or without {@code v}. */
    String version() default "1.36.3";

    /** Where its state is. */
    StoreKind dataStore() default StoreKind.SQLITE;

    /** Who has the same cluster. */
    Scope scope() default Scope.CLASS;

    /** Who has the same cluster. */
    enum Scope {
        /** One for each test. */
        METHOD,
        /** One for all tests of a class, nested ones included. */
        CLASS,
        /** One for all classes of the test run that ask for the same version and store; tests must not mind each other. */
        RUN
    }
}
