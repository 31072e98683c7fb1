package io.kamaji.api.tenant;

/**
 * How large a tenant is, for what its control plane asks of the admin cluster: requests as measured with kube-apiserver 1.36.3 and so many
 * objects (javadoc/idle-cost.md), a sixth more memory, and CPU for the requests that so many kubelets make. No limits: one that is
 * too low ends an API server that has just grown. Immutable.
 */
public enum Size {
    /** No nodes, nobody asks. */
    IDLE("20m", "320Mi", "10m", "130Mi", "5m", "75Mi"),
    /** Up to 10 nodes and 300 pods. */
    SMALL("100m", "350Mi", "25m", "140Mi", "10m", "80Mi"),
    /** Up to 50 nodes and 1,500 pods. */
    MEDIUM("250m", "400Mi", "50m", "165Mi", "25m", "90Mi"),
    /** Up to 200 nodes and 6,000 pods. */
    LARGE("1", "600Mi", "200m", "250Mi", "100m", "145Mi");

    private final String apiServerCpu;
    private final String apiServerMemory;
    private final String controllerManagerCpu;
    private final String controllerManagerMemory;
    private final String schedulerCpu;
    private final String schedulerMemory;

    Size(
            String apiServerCpu,
            String apiServerMemory,
            String controllerManagerCpu,
            String controllerManagerMemory,
            String schedulerCpu,
            String schedulerMemory) {
        this.apiServerCpu = apiServerCpu;
        this.apiServerMemory = apiServerMemory;
        this.controllerManagerCpu = controllerManagerCpu;
        this.controllerManagerMemory = controllerManagerMemory;
        this.schedulerCpu = schedulerCpu;
        this.schedulerMemory = schedulerMemory;
    }

    /** Sets the requests of each component; limits stay. */
    public void request(DeploymentSpec.Builder deployment) {
        deployment
                .apiServer(c -> c.requestCpu(apiServerCpu).requestMemory(apiServerMemory))
                .controllerManager(c -> c.requestCpu(controllerManagerCpu).requestMemory(controllerManagerMemory))
                .scheduler(c -> c.requestCpu(schedulerCpu).requestMemory(schedulerMemory));
    }
}
