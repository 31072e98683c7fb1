package io.kamaji.core;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.access.Join;
import io.kamaji.core.access.JoinTokens;
import io.kamaji.core.access.KubeconfigRequest;
import io.kamaji.core.access.TokenRequest;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.observe.TenantCost;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.PassLoop;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.storage.StoreUsages.Measured;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Usage;
import io.kamaji.pki.Kubeconfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One tenant control plane, as a spec says it is to be: what can be looked at, done, and handed out. Made by
 * {@link Kamaji#tenant}; makes no request until it is asked something, and keeps no state: what it knows it reads from the
 * cluster. Immutable and thread-safe; it ends with the {@link Kamaji} that made it.
 */
public final class Tenant {
    private final TenantControlPlane spec;
    private final ClusterClient admin;
    private final ReconcilerSettings settings;
    private final TenantReconciler reconciler;

    Tenant(TenantControlPlane spec, ClusterClient admin, ReconcilerSettings settings, TenantReconciler reconciler) {
        this.spec = spec;
        this.admin = admin;
        this.settings = settings;
        this.reconciler = reconciler;
    }

    /** The spec that this handle was made with. */
    public TenantControlPlane spec() {
        return spec;
    }

    /** Its namespace and name, as sweeps and events know it. */
    public ObjectRef ref() {
        return TenantReconciler.ref(spec);
    }

    /**
     * The manifests of the tenant, given what is there now. Reads only. Contains keys.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     */
    public Rendered render() {
        return reconciler.render(spec, admin);
    }

    /**
     * What would be done, as a value that can be printed, kept and {@linkplain Kamaji#apply applied}. Reads only.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     */
    public Plan plan() {
        return reconciler.plan(spec, admin);
    }

    /**
     * One pass: looks, plans, applies, and says what it waits for. Does not wait.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     * @throws io.kamaji.api.KamajiException for a failure that no later pass will mend by itself
     */
    public Pass reconcile() {
        return reconciler.reconcile(spec, admin);
    }

    /**
     * Passes until there is nothing left to do.
     *
     * @param atMost time limit
     * @param progress told of every pass
     * @throws io.kamaji.api.KamajiException if the time is over, with what was waited for, or the thread is interrupted
     */
    public TenantStatus await(Duration atMost, Consumer<? super Pass> progress) {
        return loop().until(atMost, () -> {
            var pass = reconcile();
            progress.accept(pass);
            return new PassLoop.Step<>(pass.status(), pass.result());
        });
    }

    /** What {@link #delete()} would take away, as a value that can be printed. Reads only. */
    public Plan planDelete() {
        return reconciler.planDelete(spec, admin);
    }

    /**
     * Deletes the tenant: stops its pods, then drops its data from the datastore, then deletes every object that Kamaji made
     * for it. Objects of others stay; an object of ours that a finalizer holds up is waited for.
     *
     * @param atMost time limit
     * @param progress told of every pass
     * @throws io.kamaji.api.KamajiException if the time is over, or the data can't be dropped; deleting again goes on from there
     */
    public void delete(Duration atMost, Consumer<? super Pass> progress) {
        loop().until(atMost, () -> {
            var pass = reconciler.delete(spec, admin);
            progress.accept(pass);
            return new PassLoop.Step<>(pass, pass.result());
        });
    }

    /** As {@link #delete(Duration, Consumer)}. */
    public void delete(Duration atMost) {
        delete(atMost, pass -> {});
    }

    /** As {@link #delete(Duration)}, with two minutes. */
    public void delete() {
        delete(Duration.ofMinutes(2));
    }

    /**
     * What the tenant takes in its datastore, measured now; empty where the driver can't tell. The next pass goes by it. May read
     * every key of the tenant: ask every few minutes at most.
     */
    public Optional<Usage> storeUsage() {
        var place = TenantPlace.current(spec, admin, settings.storage());
        var usage = place.driver().capability(Measurable.class).map(m -> m.usage(place.store(), place.tenant()));
        usage.ifPresent(measured -> settings.storeUsages()
                .put(
                        ref(),
                        new Measured(place.name(), measured, settings.clock().instant())));
        return usage;
    }

    /**
     * What the tenant takes of the admin cluster and of its datastore: requests, limits, what is used now where the admin cluster
     * measures that, keys, addresses. May read every key of the tenant: ask every few minutes at most.
     */
    public TenantCost cost() {
        return TenantCost.at(TenantObjects.of(spec), admin, storeUsage());
    }

    /**
     * The administrator's kubeconfig ({@code admin.conf}).
     *
     * @throws io.kamaji.api.KamajiException if it is not there yet
     */
    public Kubeconfig kubeconfig() {
        return reconciler.kubeconfig(spec, ClusterCredentials.ADMIN.file(), admin);
    }

    /** As {@link #kubeconfig(KubeconfigRequest)}, asked for by nobody in particular. */
    public Kubeconfig kubeconfig(String user, List<String> groups, Duration life) {
        return kubeconfig(KubeconfigRequest.of(user, groups, life));
    }

    /**
     * A kubeconfig for a user and groups, made now and stored nowhere. It can't be revoked: give it a short life. What it may do is
     * for the tenant's RBAC to say. The listener is told, and so is an Event of the tenant in the admin cluster where Events may be
     * written there ({@link io.kamaji.core.reconcile.RequiredRights.Use#KUBECONFIGS}).
     *
     * @throws io.kamaji.api.InvalidSpecException if a boundary that the tenant is in does not grant it
     * @throws io.kamaji.api.KamajiException if the tenant has no CA or no known address yet
     */
    public Kubeconfig kubeconfig(KubeconfigRequest request) {
        return new KubeconfigDesk(spec, admin, settings, reconciler).handOut(request);
    }

    /** The tenant's bootstrap tokens: to make, list and revoke them. Makes no request yet. */
    public JoinTokens tokens() {
        return JoinTokens.create(this::client, settings.clock(), settings.random());
    }

    /**
     * Makes a bootstrap token, good for a day, and says how a machine joins with it.
     *
     * @throws io.kamaji.api.KamajiException if the tenant's address is not known yet or its API does not answer
     */
    public Join join() {
        return join(TokenRequest.defaults());
    }

    /** As {@link #join()}, with a token of one's own wishes. */
    public Join join(TokenRequest request) {
        var reached = kubeconfig();
        return Join.of(reached, tokens().create(request));
    }

    /** A client of the tenant's API as its super administrator, to be closed by the caller. */
    public ClusterClient client() {
        return settings.access()
                .open(reconciler.kubeconfig(spec, ClusterCredentials.SUPER_ADMIN.file(), admin), settings.endpoints());
    }

    private PassLoop loop() {
        return new PassLoop(ref(), admin, settings.clock());
    }

    @Override
    public String toString() {
        return ref().toString();
    }
}
