package io.kamaji.core;

import io.kamaji.api.KamajiException;
import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.access.ClientKubeconfigs;
import io.kamaji.core.access.GeneratorPass;
import io.kamaji.core.access.GeneratorReconciler;
import io.kamaji.core.access.Join;
import io.kamaji.core.access.JoinTokens;
import io.kamaji.core.access.TokenRequest;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.migrate.MigrationReport;
import io.kamaji.core.migrate.PodKineLauncher;
import io.kamaji.core.migrate.TenantBackup;
import io.kamaji.core.migrate.TenantMigration;
import io.kamaji.core.operator.HealthSweep;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.PassLoop;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.RequiredRights;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.transfer.ContentSummary;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.Kubeconfig;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The front door: tenant control planes in one admin cluster.
 *
 * <pre>{@code
 * try (var kamaji = Kamaji.connect(AdminCluster.kubeconfig(path))) {
 *   var plan = kamaji.plan(tenant);
 *   System.out.println(plan);
 *   kamaji.apply(plan);
 *   kamaji.await(tenant, Duration.ofMinutes(2), System.out::println);
 * }
 * }</pre>
 *
 * <p>Keeps no state but its connection: what it knows of a tenant it reads from the cluster. Thread-safe.
 */
public final class Kamaji implements AutoCloseable {
    private final ClusterClient admin;
    private final ReconcilerSettings settings;
    private final TenantReconciler reconciler;

    private Kamaji(ClusterClient admin, ReconcilerSettings settings) {
        this.admin = admin;
        this.settings = settings;
        this.reconciler = TenantReconciler.create(settings);
    }

    /** With the defaults: datastores are the DataStore custom resources of the admin cluster. */
    public static Kamaji connect(AdminCluster cluster) {
        return connect(cluster, settings -> settings);
    }

    /** With settings of one's own, such as datastores that are given in code. */
    public static Kamaji connect(AdminCluster cluster, UnaryOperator<ReconcilerSettings.Builder> change) {
        return new Kamaji(
                cluster.connect(), change.apply(ReconcilerSettings.builder()).build());
    }

    /**
     * Kamaji's custom resource definitions, for datastores and tenants that are objects of the admin cluster; not needed
     * where both are given in code. Applies those that are missing or of another version and waits until they are served.
     *
     * @return what was written; nothing the second time
     * @throws KamajiException if one can't be written or is not served within 30 s
     */
    public List<ObjectRef> installDefinitions() {
        return definitions().install();
    }

    /** How the custom resource definitions are there: what {@link #installDefinitions()} would write. */
    public Definitions definitions() {
        return new Definitions(admin);
    }

    /** The RBAC roles that the user of this connection needs in the admin cluster. Makes no request. */
    public RequiredRights requiredRights() {
        return RequiredRights.of(settings.renderer().registry());
    }

    /**
     * The manifests of a tenant, given what is there now. Reads only. Contains keys.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     */
    public Rendered render(TenantControlPlane tenant) {
        return reconciler.render(tenant, admin);
    }

    /**
     * What would be done, as a value that can be printed, kept and applied. Reads only.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     */
    public Plan plan(TenantControlPlane tenant) {
        return reconciler.plan(tenant, admin);
    }

    /**
     * Does what a plan says, as far as it can be done now.
     *
     * @throws io.kamaji.core.apply.StalePlanException if the cluster moved under the plan; nothing is written then
     * @throws KamajiException if a write fails; what was written before stays, and planning again goes on from there
     */
    public ApplyReport apply(Plan plan) {
        return reconciler.apply(plan, admin).orThrow();
    }

    /**
     * One pass: looks, plans, applies, and says what it waits for. Does not wait.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     * @throws KamajiException for a failure that no later pass will mend by itself
     */
    public Pass reconcile(TenantControlPlane tenant) {
        return reconciler.reconcile(tenant, admin);
    }

    /**
     * Passes until there is nothing left to do.
     *
     * @param atMost time limit
     * @param progress told of every pass
     * @throws KamajiException if the time is over; the message says what was waited for
     */
    public TenantStatus await(TenantControlPlane tenant, Duration atMost, Consumer<? super Pass> progress) {
        return waiting().until(atMost, () -> {
            var pass = reconcile(tenant);
            progress.accept(pass);
            return new PassLoop.Step<>(pass.status(), pass.result());
        });
    }

    /** What {@link #delete(TenantControlPlane)} would take away, as a value that can be printed. Reads only. */
    public Plan planDelete(TenantControlPlane tenant) {
        return reconciler.planDelete(tenant, admin);
    }

    /**
     * Deletes a tenant: stops its pods, then drops its data from the datastore, then deletes every object that Kamaji made
     * for it. Objects of others stay; an object of ours that a finalizer holds up is waited for.
     *
     * @param atMost time limit
     * @throws KamajiException if the time is over, or the data can't be dropped; deleting again goes on from there
     */
    public void delete(TenantControlPlane tenant, Duration atMost) {
        delete(tenant, atMost, pass -> {});
    }

    /** The same; {@code progress} is told of every pass. */
    public void delete(TenantControlPlane tenant, Duration atMost, Consumer<? super Pass> progress) {
        waiting().until(atMost, () -> {
            var pass = reconciler.delete(tenant, admin);
            progress.accept(pass);
            return new PassLoop.Step<>(pass, pass.result());
        });
    }

    /** As {@link #delete(TenantControlPlane, Duration)}, with two minutes. */
    public void delete(TenantControlPlane tenant) {
        delete(tenant, Duration.ofMinutes(2));
    }

    /**
     * Moves a tenant's data to another datastore, of the same driver or another, and the tenant after it. Call it again
     * after a crash, from anywhere: it goes on where it was. See {@link TenantMigration}.
     *
     * @param tenant as it is; its {@code spec.dataStore} may name either datastore
     * @param toDataStore the new one; put it into the tenant's spec once this returns
     * @throws KamajiException if it can't be done; before the switch the tenant is then put back on the old datastore
     */
    public MigrationReport migrate(TenantControlPlane tenant, String toDataStore, MigrationOptions options) {
        return TenantMigration.create(reconciler, settings, admin, tenant, options)
                .run(toDataStore);
    }

    /**
     * Gives up a migration that has not switched yet, such as one whose process is gone: the tenant goes on with the old
     * datastore.
     *
     * @throws KamajiException if there is none, or it has switched
     */
    public void abortMigration(TenantControlPlane tenant, MigrationOptions options) {
        TenantMigration.create(reconciler, settings, admin, tenant, options).abort();
    }

    /**
     * Writes one tenant's content out of its datastore, however many share it; see {@link
     * io.kamaji.datastore.transfer.TenantExport} for the form. It holds Secrets. The tenant may run meanwhile, but for one
     * on SQLite. Where the datastore does not speak etcd's API, a pod with a kine is started; see {@link PodKineLauncher}.
     */
    public ContentSummary export(TenantControlPlane tenant, OutputStream to) {
        return export(tenant, to, PodKineLauncher.create(admin, settings, tenant));
    }

    /** The same, with another way to start a kine. */
    public ContentSummary export(TenantControlPlane tenant, OutputStream to, KineLauncher kine) {
        return new TenantBackup(tenant, admin, settings, kine).export(to);
    }

    /**
     * Replaces a tenant's content by an exported one, whatever driver it came from. The tenant has to be asleep (0
     * replicas). Where the datastore does not speak etcd's API, a pod with a kine is started; see {@link PodKineLauncher}.
     *
     * @throws KamajiException if a pod of it runs or the file is damaged; nothing is changed then
     */
    public ContentSummary restore(TenantControlPlane tenant, Path file) {
        return restore(tenant, file, PodKineLauncher.create(admin, settings, tenant));
    }

    /** The same, with another way to start a kine. */
    public ContentSummary restore(TenantControlPlane tenant, Path file, KineLauncher kine) {
        return new TenantBackup(tenant, admin, settings, kine).restore(file);
    }

    /** What a tenant takes in its datastore; empty where the driver can't tell. */
    public Optional<Usage> usage(TenantControlPlane tenant) {
        var place = TenantPlace.current(tenant, admin, settings.storage());
        return place.driver().capability(Measurable.class).map(m -> m.usage(place.store(), place.tenant()));
    }

    /**
     * The tenant's administrator kubeconfig ({@code admin.conf}).
     *
     * @throws KamajiException if it is not there yet
     */
    public Kubeconfig kubeconfig(TenantControlPlane tenant) {
        return reconciler.kubeconfig(tenant, "admin.conf", admin);
    }

    /**
     * A kubeconfig for a user and groups, made now and stored nowhere. It can't be revoked: give it a short life. What it
     * may do is for the tenant's RBAC to say; group {@code kubeadm:cluster-admins} may do everything.
     *
     * @param ttl how long it is good, at least a second; never longer than the tenant's CA
     * @throws KamajiException if the tenant has no CA or no known address yet
     */
    public Kubeconfig kubeconfig(TenantControlPlane tenant, String user, List<String> groups, Duration ttl) {
        return ClientKubeconfigs.mint(
                kubeconfig(tenant), reconciler.authority(tenant, admin), user, groups, ttl, issuance());
    }

    /**
     * One pass over a generator, for the tenants that are TenantControlPlane objects of the admin cluster: a Secret with a
     * kubeconfig for each that it selects. Does not wait; its status is returned, not written.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with it
     */
    public GeneratorPass reconcile(KubeconfigGenerator generator) {
        var stored = admin.list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, Optional.empty(), "", false));
        return reconcile(
                generator, stored.items().stream().map(TenantControlPlane::of).toList());
    }

    /** The same for tenants that are kept elsewhere: all of them, of which those that are selected are picked out. */
    public GeneratorPass reconcile(KubeconfigGenerator generator, List<TenantControlPlane> tenants) {
        return generators().pass(generator, tenants, admin);
    }

    /** Deletes the Secrets that a generator made. */
    public void delete(KubeconfigGenerator generator) {
        generators().delete(generator, admin);
    }

    private GeneratorReconciler generators() {
        return GeneratorReconciler.create(this::issuance);
    }

    private Issuance issuance() {
        return new Issuance(settings.clock().instant(), settings.random(), settings.keyAlgorithm(), settings.renewal());
    }

    /** The tenant's bootstrap tokens: to make, list and revoke them. Asks nobody yet. */
    public JoinTokens tokens(TenantControlPlane tenant) {
        return JoinTokens.create(() -> tenant(tenant), settings.clock(), settings.random());
    }

    /**
     * Makes a bootstrap token, good for a day, and says how a machine joins with it.
     *
     * @throws KamajiException if the tenant's address is not known yet or its API does not answer
     */
    public Join join(TenantControlPlane tenant) {
        return join(tenant, TokenRequest.standard());
    }

    /** As {@link #join(TenantControlPlane)}, with a token of one's own wishes. */
    public Join join(TenantControlPlane tenant, TokenRequest request) {
        var reached = kubeconfig(tenant);
        return Join.of(reached, tokens(tenant).create(request));
    }

    /** A client of the tenant's API as its super administrator, to be closed by the caller. */
    public ClusterClient tenant(TenantControlPlane tenant) {
        return settings.access().open(reconciler.kubeconfig(tenant, "super-admin.conf", admin), settings.endpoints());
    }

    /**
     * A sweep over tenants of this admin cluster, to be set up further and started; tenants are to be added. What a tenant
     * damages in its own cluster is noticed within a minute, and a pass mends it:
     *
     * <pre>{@code
     * var sweep = kamaji.sweep(damaged -> queue.add(damaged)).workers(pool, 8).build();
     * sweep.track(TenantReconciler.ref(tenant));
     * sweep.start(timer);
     * }</pre>
     *
     * @param passWanted told which tenant wants a pass; should return at once
     */
    public HealthSweep.Builder sweep(Consumer<ObjectRef> passWanted) {
        return HealthSweep.builder(tenant -> reconciler.glimpse(tenant, admin), passWanted)
                .listener(settings.listener())
                .clock(settings.clock());
    }

    private PassLoop waiting() {
        return new PassLoop(admin, settings.clock());
    }

    @Override
    public void close() {
        admin.close();
    }
}
