package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.laws.RandomSpecs;
import io.kamaji.testkit.laws.RandomSpecs.Spec;
import io.kamaji.testkit.laws.TeamFence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A team sends two hundred random specs to a real admin cluster: nothing outside of its boundary is there for a moment. */
@Tag("alone")
@Tag("long")
class BedRandomSpecsIT {
    private static final int SPECS = Integer.getInteger("kamaji.test.specs", 200);
    private static final int UPDATES = SPECS / 5;
    private static final int AT_A_TIME = 6;
    private static final Duration JUDGED = Duration.ofMinutes(1);
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(20);
    private static final TeamFence FENCE = new TeamFence(Teams.A);

    private final long seed = RandomSpecs.seed();
    private final RandomSpecs specs = new RandomSpecs(seed);
    private final List<String> refused = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private final List<ObjectRef> ready = new ArrayList<>();

    @Test
    void randomSpecsAndUpdatesOfATeam_makeNothingOutsideOfTheBoundary() {
        var since = Instant.now();
        try (var teams = new Teams(RandomSpecs.BOUNDARY);
                var ann = teams.connect("ann", Teams.A);
                var witness = new Witness(
                        teams.admin(),
                        Teams.A,
                        List.of(
                                ResourceTypes.POD,
                                ResourceTypes.DEPLOYMENT,
                                ResourceTypes.REPLICA_SET,
                                ResourceTypes.SERVICE,
                                ResourceTypes.INGRESS,
                                ResourceTypes.PERSISTENT_VOLUME_CLAIM,
                                ResourceTypes.CONFIG_MAP,
                                ResourceTypes.SECRET))) {
            create(teams, ann);
            update(teams, ann);
            teams.clearTenants();

            System.out.printf(
                    "seed %d: %d refused by the policy, %d taken, %d of them ready; %d versions of objects%n",
                    seed,
                    refused.size(),
                    taken.size(),
                    ready.size(),
                    witness.versions().size());
            var wrong = new TreeSet<String>();
            witness.versions().forEach(object -> wrong.addAll(FENCE.wrong(object)));
            assertThat(wrong).as("seed " + seed).isEmpty();
            assertThat(witness.most("Deployment")).as("tenants at a time").isBetween(1, 3);
            assertThat(refused).hasSizeGreaterThan(SPECS / 4);
            assertThat(ready).isNotEmpty();
            auditTellsNoMore(teams.bed(), witness, since);
        }
    }

    private void create(Teams teams, ClusterClient ann) {
        var underWay = new ArrayDeque<ObjectRef>();
        for (int n = 0; n < SPECS; n++) {
            var spec = specs.spec(n, RandomSpecs.base(Teams.A, "t" + n, Teams.storeName()));
            try {
                ann.create(spec.document());
                taken.add(spec.toString());
                underWay.add(Teams.tenant(Teams.A, "t" + n));
            } catch (ClusterException e) {
                refused.add(e.getMessage());
            }
            if (underWay.size() >= AT_A_TIME) {
                end(ann, underWay.poll());
            }
        }
        underWay.forEach(tenant -> end(ann, tenant));
    }

    /** Lets the operator judge it, and has it deleted by the team: where it is ready, refused, or was on its way for long. */
    private void end(ClusterClient ann, ObjectRef tenant) {
        until(tenant + " judged", JUDGED, () -> reason(ann, tenant).isPresent());
        var end = System.nanoTime() + ON_ITS_WAY.toNanos();
        until(
                tenant + " at its end",
                JUDGED,
                () -> System.nanoTime() > end
                        || Set.of("Ready", "InvalidSpec", "Failed")
                                .contains(reason(ann, tenant).orElse("")));
        ann.get(tenant).filter(Teams::isReady).ifPresent(live -> ready.add(tenant));
        ann.delete(tenant, Preconditions.NONE);
    }

    private static Optional<String> reason(ClusterClient ann, ObjectRef tenant) {
        return ann.get(tenant)
                .flatMap(live -> Teams.condition(live, "Ready"))
                .map(ready ->
                        Teams.isTrue(ready) ? "Ready" : ready.text("reason").orElse(""));
    }

    /** Of one living tenant; between two random ones it is as it was, so that each stands for itself. */
    private void update(Teams teams, ClusterClient ann) {
        var live = Teams.tenant(Teams.A, "live");
        var base = RandomSpecs.base(Teams.A, "live", Teams.storeName());
        until("room for one", Teams.LONG, () -> teams.tenants(Teams.A).isEmpty());
        ann.create(base);
        teams.awaitReady(live);
        ready.add(live);
        for (int n = SPECS; n < SPECS + UPDATES; n++) {
            replace(ann, live, specs.spec(n, base));
            replace(ann, live, new Spec(base, List.of()));
        }
        teams.awaitReady(live);
    }

    private void replace(ClusterClient ann, ObjectRef live, Spec spec) {
        var stored = ann.get(live).orElseThrow();
        var document = spec.document()
                .update(
                        "metadata",
                        metadata -> metadata.with("finalizers", stored.array("metadata", "finalizers"))
                                .with(
                                        "resourceVersion",
                                        stored.text("metadata", "resourceVersion")
                                                .orElseThrow()));
        try {
            ann.replace(document);
            taken.add(spec.toString());
        } catch (ClusterException e) {
            refused.add(e.getMessage());
        }
    }

    /** The team wrote nothing but tenants, nobody a pod by hand, and of what was made nothing went unseen. */
    private static void auditTellsNoMore(Bed bed, Witness witness, Instant since) {
        var writes = bed.audit(Teams.A, since).stream()
                .filter(event -> Set.of("create", "update", "patch")
                        .contains(event.text("verb").orElse("")))
                .filter(event -> event.number("responseStatus", "code")
                        .filter(code -> code < 300)
                        .isPresent())
                .filter(event -> !event.text("requestURI").orElse("").contains("dryRun=All"))
                .toList();
        assertThat(by("ann", writes)).containsExactly("tenantcontrolplanes");
        assertThat(by(Teams.OPERATOR, writes))
                .contains("deployments", "services")
                .doesNotContain("pods", "replicasets", "tlsroutes", "tcproutes");
        var written = writes.stream()
                .filter(event -> Set.of("pods", "deployments", "services", "ingresses")
                        .contains(event.text("objectRef", "resource").orElse("")))
                .map(event -> event.text("objectRef", "resource").orElse("") + "/"
                        + event.text("objectRef", "name").orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
        var witnessed = witness.versions().stream()
                .map(object ->
                        plural(object) + "/" + object.text("metadata", "name").orElse(""))
                .collect(Collectors.toSet());
        assertThat(written).isNotEmpty();
        assertThat(witnessed).containsAll(written);
    }

    private static Set<String> by(String user, List<JsonObject> writes) {
        return writes.stream()
                .filter(event -> event.text("user", "username").equals(Optional.of(user)))
                .map(event -> event.text("objectRef", "resource").orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String plural(JsonObject object) {
        var kind = object.text("kind").orElse("").toLowerCase(Locale.ROOT);
        return kind.endsWith("s") ? kind + "es" : kind + "s";
    }
}
