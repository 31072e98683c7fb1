package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** How the tenant's API is reached and the addresses inside of the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableNetworkProfile.class)
@JsonDeserialize(as = ImmutableNetworkProfile.class)
public abstract class NetworkProfile {
    NetworkProfile() {}

    /**
     * Announced address, an IP address or, with {@link #advertiseAddress()}, a name; absent: the Service's own; required
     * with NodePort.
     */
    public abstract Optional<String> address();

    /** IP address that the tenant sees; absent: the announced address. */
    public abstract Optional<String> advertiseAddress();

    /** Put the address into the Service's {@code externalIPs}; default false. */
    public abstract Optional<Boolean> allowAddressAsExternalIP();

    /**
     * Port of the API server, of its Service and of the pods, 1 to 65535, with NodePort also the node port; default 6443.
     */
    public abstract Optional<Integer> port();

    /**
     * Further subject alternative names of the API server's certificate: DNS names, also with {@code *.} before them, and IP
     * addresses; default none.
     */
    public abstract Optional<List<String>> certSANs();

    /** DNS domain of the tenant, with a dot in it; default {@code cluster.local}; immutable. */
    public abstract Optional<String> clusterDomain();

    /** Deprecated, a CIDR: used only where {@link #serviceCidrs()} is empty; default {@code 10.96.0.0/16}. */
    public abstract Optional<String> serviceCidr();

    /**
     * Service ranges, CIDRs of at least 8 addresses: one, or two of different IP families of which the first is the primary
     * one; default {@code 10.96.0.0/16}.
     */
    public abstract Optional<List<String>> serviceCidrs();

    /** Deprecated, a CIDR: used only where {@link #podCidrs()} is empty; default {@code 10.244.0.0/16}. */
    public abstract Optional<String> podCidr();

    /**
     * Pod ranges, CIDRs: one, or two of different IP families of which the first is the primary one; default
     * {@code 10.244.0.0/16}.
     */
    public abstract Optional<List<String>> podCidrs();

    /**
     * Addresses of the cluster DNS, at most 8, within the service ranges; default: of each range the tenth address, with
     * IPv6 the sixteenth.
     */
    public abstract Optional<List<String>> dnsServiceIPs();

    /** The Service's {@code loadBalancerClass}, not empty; only with LoadBalancer; default none; immutable. */
    public abstract Optional<String> loadBalancerClass();

    /**
     * The Service's {@code loadBalancerSourceRanges}, at most 16 CIDRs; only with LoadBalancer; default none, which admits
     * all.
     */
    public abstract Optional<List<String>> loadBalancerSourceRanges();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link NetworkProfile}; not thread-safe. */
    public static class Builder extends ImmutableNetworkProfile.Builder {
        Builder() {}

        /** Appends to {@link NetworkProfile#certSANs()}. */
        public Builder addCertSan(String... more) {
            return certSANs(Frozen.append(build().certSANs(), List.of(more)));
        }

        /** Appends to {@link NetworkProfile#serviceCidrs()}. */
        public Builder addServiceCidr(String... more) {
            return serviceCidrs(Frozen.append(build().serviceCidrs(), List.of(more)));
        }

        /** Appends to {@link NetworkProfile#podCidrs()}. */
        public Builder addPodCidr(String... more) {
            return podCidrs(Frozen.append(build().podCidrs(), List.of(more)));
        }

        /** Appends to {@link NetworkProfile#dnsServiceIPs()}. */
        public Builder addDnsServiceIp(String... more) {
            return dnsServiceIPs(Frozen.append(build().dnsServiceIPs(), List.of(more)));
        }

        /** Appends to {@link NetworkProfile#loadBalancerSourceRanges()}. */
        public Builder addLoadBalancerSourceRange(String... more) {
            return loadBalancerSourceRanges(Frozen.append(build().loadBalancerSourceRanges(), List.of(more)));
        }
    }
}
