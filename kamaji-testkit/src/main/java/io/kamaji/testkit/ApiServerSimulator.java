package io.kamaji.testkit;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.testkit.simulator.Faults;
import io.kamaji.testkit.simulator.RequestLog;
import io.kamaji.testkit.simulator.Snapshot;
import io.kamaji.testkit.simulator.internal.admission.AddressBase;
import io.kamaji.testkit.simulator.internal.admission.Addresses;
import io.kamaji.testkit.simulator.internal.http.Front;
import io.kamaji.testkit.simulator.internal.rest.Api;
import io.kamaji.testkit.simulator.internal.rest.Cluster;
import io.kamaji.testkit.simulator.internal.rest.Controllers;
import io.kamaji.testkit.simulator.internal.rest.CustomKinds;
import io.kamaji.testkit.simulator.internal.rest.Deleter;
import io.kamaji.testkit.simulator.internal.rest.Garbage;
import io.kamaji.testkit.simulator.internal.rest.Reader;
import io.kamaji.testkit.simulator.internal.rest.Watches;
import io.kamaji.testkit.simulator.internal.rest.WriteOptions;
import io.kamaji.testkit.simulator.internal.rest.Writer;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import io.kamaji.testkit.simulator.internal.store.Key;
import io.kamaji.testkit.simulator.internal.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API inside the JVM that stands in for the admin cluster: the verbs, merge rules, defaults, errors and documents
 * of a 1.36 API server, over plain HTTP on a free port of 127.0.0.1, without any binary.
 *
 * <p>Defaults: real clock, namespaces {@code default}, {@code kube-system}, {@code kube-public} and {@code kube-node-lease},
 * LoadBalancers get their address at once, Deployments are left to the test (or to a process node), garbage is collected
 * within the write that makes it. There is no authentication, no admission webhook, no CEL and no strategic merge patch
 * (415). Addresses of pods, Services and LoadBalancers are from 127.20.0.0/16, 127.21.0.0/16 and 127.22.0.0/16, or the next three
 * that no other simulator of this machine has.
 *
 * <p>Thread-safe. All threads are daemons and end with {@link #close}. Sets the JVM-wide system property
 * {@code sun.net.httpserver.nodelay} unless it is set. What it claims is held against a real kube-apiserver by the same
 * tests. Source: the Kubernetes API reference and the behaviour of kube-apiserver 1.36.
 */
public final class ApiServerSimulator implements AdminClusterUnderTest {
    private final AddressBase addresses;
    private final Cluster cluster;
    private final Writer writer;
    private final Reader reader;
    private final Watches watches;
    private final Controllers controllers;
    private final RequestLog requests = new RequestLog();
    private final Faults faults;
    private final Front front;

    private ApiServerSimulator(Builder builder) {
        addresses = builder.addressBase == null ? AddressBase.claim() : AddressBase.of(builder.addressBase);
        cluster = new Cluster(new Store(builder.watchWindow), builder.clock, new Addresses(addresses.secondByte()));
        builder.types.forEach(cluster.types()::serve);
        writer = new Writer(cluster);
        reader = new Reader(cluster);
        watches = new Watches(cluster, builder.bookmarks);
        var deleter = new Deleter(cluster, writer);
        controllers = new Controllers(cluster, writer, builder.loadBalancers, builder.deployments);
        cluster.observe(new CustomKinds(cluster, writer, deleter)::changed);
        cluster.observe(controllers::changed);
        if (builder.garbageCollection) {
            cluster.observe(new Garbage(cluster, writer, deleter)::changed);
        }
        restore(builder.snapshot);
        builder.namespaces.stream().filter(name -> !has("Namespace", name)).forEach(this::createNamespace);
        builder.objects.forEach(this::create);
        faults = new Faults(watches::drop);
        front = new Front(new Api(cluster, writer, deleter, reader), watches, faults, requests);
    }

    /** A simulator with all defaults. */
    public static ApiServerSimulator start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + front.port();
    }

    @Override
    public String kubeconfig() {
        return JsonObject.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Config",
                        "current-context",
                        "simulator",
                        "clusters",
                        List.of(JsonObject.of("name", "simulator", "cluster", JsonObject.of("server", url()))),
                        "contexts",
                        List.of(JsonObject.of(
                                "name",
                                "simulator",
                                "context",
                                JsonObject.of("cluster", "simulator", "user", "simulator"))),
                        "users",
                        List.of(JsonObject.of("name", "simulator", "user", JsonObject.EMPTY)),
                        "preferences",
                        JsonObject.EMPTY)
                .toYaml();
    }

    /** The script of what goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** What was asked of it over HTTP. */
    public RequestLog requests() {
        return requests;
    }

    /** All objects as they are now. */
    public Snapshot objects() {
        return new Snapshot(List.copyOf(cluster.store().all().values()));
    }

    /** An object as it is now, past HTTP, faults and record. */
    public Optional<JsonObject> get(ObjectRef ref) {
        return cluster.types()
                .byKind(ref.apiVersion(), ref.kind())
                .flatMap(type -> writer.find(type, ref.namespace().orElse(""), ref.name()));
    }

    /** Creates an object past HTTP, faults and record; its namespace must exist. */
    public JsonObject create(JsonObject object) {
        return writer.create(type(object), namespace(object), object, WriteOptions.by("simulator"))
                .body();
    }

    /** Sets the status of an object past HTTP, faults and record. */
    public JsonObject setStatus(ObjectRef ref, JsonObject status) {
        var type = cluster.types().byKind(ref.apiVersion(), ref.kind()).orElseThrow(() -> unserved(ref.toString()));
        synchronized (cluster.store()) {
            var live = writer.find(type, ref.namespace().orElse(""), ref.name())
                    .orElseThrow(() -> new IllegalArgumentException("there is no " + ref));
            return writer.replace(
                            type,
                            ref.namespace().orElse(""),
                            ref.name(),
                            "status",
                            live.with("status", status),
                            WriteOptions.by("simulator"))
                    .body();
        }
    }

    /** Forgets old versions and open lists: watches and pages from before get 410 Gone. */
    public void compact() {
        cluster.store().compact();
        reader.forget();
    }

    /** The definitions first: they say how what is of their kinds is stored. */
    private void restore(Snapshot snapshot) {
        var definitions = snapshot.ofKind("CustomResourceDefinition");
        definitions.objects().forEach(definition -> {
            cluster.store().restore(Map.of(key(definition), definition));
            cluster.tell(type(definition), definition);
        });
        cluster.store().restore(snapshot.objects().stream().collect(Collectors.toMap(this::key, object -> object)));
    }

    private Key key(JsonObject object) {
        var meta = object.object("metadata");
        return cluster.key(
                type(object),
                meta.text("namespace").orElse(""),
                meta.text("name").orElse(""));
    }

    private boolean has(String kind, String name) {
        return get(ObjectRef.of("v1", kind, name)).isPresent();
    }

    private ServedType type(JsonObject object) {
        var kind = object.text("kind").orElse("");
        return cluster.types()
                .byKind(object.text("apiVersion").orElse(""), kind)
                .orElseThrow(() -> unserved(kind));
    }

    private static IllegalArgumentException unserved(String what) {
        return new IllegalArgumentException("the simulator serves no kind for " + what);
    }

    private static String namespace(JsonObject object) {
        return object.text("metadata", "namespace").orElse("default");
    }

    private void createNamespace(String name) {
        create(JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", name)));
    }

    /** Ends all requests, watches and threads; the objects can still be looked at. */
    @Override
    public void close() {
        controllers.close();
        cluster.store().close();
        front.close();
        addresses.close();
    }

    @Override
    public String toString() {
        return "ApiServerSimulator " + url();
    }

    /** How to start a simulator; the defaults are those of the class. Not thread-safe. */
    public static final class Builder {
        private Clock clock = Clock.systemUTC();
        private final Set<String> namespaces =
                new LinkedHashSet<>(List.of("default", "kube-system", "kube-public", "kube-node-lease"));
        private final List<JsonObject> objects = new ArrayList<>();
        private final List<ServedType> types = new ArrayList<>();
        private Optional<Duration> loadBalancers = Optional.of(Duration.ZERO);
        private Optional<Duration> deployments = Optional.empty();
        private Duration bookmarks = Duration.ofMinutes(1);
        private Snapshot snapshot = new Snapshot(List.of());
        private boolean garbageCollection = true;
        private @Nullable Integer addressBase;
        private int watchWindow = 100_000;

        private Builder() {}

        /** Where the times of objects come from; waiting is always by the real clock. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** Namespaces to create besides the usual ones. */
        public Builder namespaces(String... names) {
            namespaces.addAll(List.of(names));
            return this;
        }

        /** An object to create at the start, a CustomResourceDefinition for instance. */
        public Builder object(JsonObject object) {
            objects.add(object);
            return this;
        }

        /** What another simulator held, to go on from: objects as they were, with their uids and resourceVersions. */
        public Builder from(Snapshot value) {
            snapshot = value;
            return this;
        }

        /** A kind to serve of which the simulator needs to know nothing; it gets a status subresource. */
        public Builder type(ResourceType type) {
            types.add(ServedType.schemaless(type));
            return this;
        }

        /** After which time a LoadBalancer gets its address; zero: within the write itself. */
        public Builder loadBalancerDelay(Duration delay) {
            loadBalancers = Optional.of(delay);
            return this;
        }

        /** No LoadBalancer ever gets an address by itself. */
        public Builder withoutLoadBalancers() {
            loadBalancers = Optional.empty();
            return this;
        }

        /** Deployments become available after a time, as if their pods ran; zero: within the write itself. */
        public Builder deploymentsBecomeAvailable(Duration delay) {
            deployments = Optional.of(delay);
            return this;
        }

        /** Nothing happens by itself but what the API server does. */
        public Builder withoutControllers() {
            garbageCollection = false;
            deployments = Optional.empty();
            return withoutLoadBalancers();
        }

        /**
         * Second byte of the addresses of pods; Services and LoadBalancers have the next two. 1 to 252; default: 20, or the
         * first after it that no other simulator of this machine has.
         */
        public Builder addressBase(int secondByte) {
            addressBase = secondByte;
            return this;
        }

        /** How many changes are remembered for watches; default 100,000. */
        public Builder watchWindow(int changes) {
            watchWindow = changes;
            return this;
        }

        /** How often watches that ask for bookmarks get one; default 1 min. */
        public Builder bookmarksEvery(Duration interval) {
            bookmarks = interval;
            return this;
        }

        public ApiServerSimulator start() {
            return new ApiServerSimulator(this);
        }
    }
}
