/**
 * Tenant control planes, datastores and kubeconfig generators as immutable values, wire-equal to the custom resources of
 * {@code kamaji.clastix.io/v1alpha1}.
 *
 * <p>Each kind reads and writes YAML and JSON ({@code parse}, {@code toYaml}), keeps what is absent apart from what is empty, and
 * knows its defaults ({@code effective}) and everything that is wrong with it ({@code validate}):
 *
 * <pre>{@code
 * var tenant = TenantControlPlane.builder("tenants", "tenant-a")
 *     .kubernetesVersion("1.36.3").replicas(2)
 *     .loadBalancer()
 *     .certSan("tenant-a.example.com")
 *     .apiServer(c -> c.requestCpu("250m").arg("--audit-log-maxage", "30"))
 *     .coreDns().kubeProxy().konnectivity()
 *     .dataStore("shared-etcd")
 *     .build(); // InvalidSpecException: every violation that shows without a cluster, each with path and value
 * }</pre>
 *
 * <p>Accessors of optional fields are Optionals, of lists {@code Optional<List<T>>}. Builders: setters replace, {@code addX} and
 * {@code putX} append, and a {@code Consumer} of a part's builder edits what is set. Kubernetes types that are only passed through
 * are {@link io.kamaji.api.json.JsonObject}s.
 */
@NullMarked
package io.kamaji.api;

import org.jspecify.annotations.NullMarked;
