package io.kamaji.core.metrics;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.CredentialsChecked;
import io.kamaji.core.event.CredentialsChecked.Certificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Certificates of tenants: how many Secrets of each are good, and of each kind of credential when the first one ends. Thread-safe.
 */
final class CertificateMeters {
    private final MeterRegistry registry;
    private final Function<ObjectRef, String> tenantClass;
    private final Rows<ObjectRef> current;
    private final Map<ObjectRef, Map<String, Instant>> ends = new ConcurrentHashMap<>();

    /** By credential and class. */
    private final Set<Map.Entry<String, String>> gauges = ConcurrentHashMap.newKeySet();

    CertificateMeters(MeterRegistry registry, Function<ObjectRef, String> tenantClass) {
        this.registry = registry;
        this.tenantClass = tenantClass;
        current = new Rows<>(registry, "kamaji.certificates.current", "Secrets with certificates of a tenant");
    }

    /** A Secret is as its worst certificate is. */
    void checked(CredentialsChecked event) {
        var secrets = new HashMap<String, Certificate>();
        var earliest = new HashMap<String, Instant>();
        for (var certificate : event.certificates()) {
            secrets.merge(
                    certificate.secret(), certificate, (a, b) -> a.notAfter().isBefore(b.notAfter()) ? a : b);
            earliest.merge(certificate.name(), certificate.notAfter(), (a, b) -> a.isBefore(b) ? a : b);
        }
        var rows = new LinkedHashMap<Tags, Double>();
        for (var strategy : new String[] {"x509", "kubeconfig"}) {
            for (var status : new String[] {"valid", "expiring", "invalid"}) {
                var count = secrets.values().stream()
                        .filter(certificate -> certificate.kubeconfig() == strategy.equals("kubeconfig"))
                        .filter(certificate -> status(certificate, event.at()).equals(status))
                        .count();
                rows.put(TenantMeters.tags(event.tenant()).and("status", status, "strategy", strategy), (double) count);
            }
        }
        current.set(event.tenant(), rows);
        ends.put(event.tenant(), Map.copyOf(earliest));
        earliest.keySet().forEach(name -> gauge(name, tenantClass.apply(event.tenant())));
    }

    private static String status(Certificate certificate, Instant now) {
        if (!now.isBefore(certificate.notAfter())) {
            return "invalid";
        }
        return certificate.due() ? "expiring" : "valid";
    }

    private void gauge(String name, String ofClass) {
        if (!gauges.add(Map.entry(name, ofClass))) {
            return;
        }
        Gauge.builder("kamaji.certificate.expiry.timestamp", () -> earliest(name, ofClass))
                .tags("credential", name, "tenant_class", ofClass)
                .baseUnit("seconds")
                .description("When the first certificate of a kind ends, in seconds since 1970")
                .register(registry);
    }

    private double earliest(String name, String ofClass) {
        return ends.entrySet().stream()
                .filter(entry -> tenantClass.apply(entry.getKey()).equals(ofClass))
                .map(entry -> entry.getValue().get(name))
                .filter(end -> end != null)
                .mapToDouble(Instant::getEpochSecond)
                .min()
                .orElse(Double.NaN);
    }

    void forgotten(ObjectRef tenant) {
        current.remove(tenant);
        ends.remove(tenant);
    }
}
