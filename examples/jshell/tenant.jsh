// mvn -Pjshell -pl examples/jshell -am -DskipTests verify
int code = 1

var admin = AdminCluster.kubeconfig(ApiServerSimulator.start().kubeconfig())
var node = ProcessNode.start(admin.connect())
var store = DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir")).build()
var tenant = TenantControlPlane.builder("default", "tenant-a").kubernetesVersion("1.36.3").loadBalancer().replicas(1).dataStore("embedded").build()
var kamaji = Kamaji.connect(admin, settings -> settings.dataStores(DataStoreSource.of(store)))
System.out.println(kamaji.plan(tenant))
var status = kamaji.await(tenant, Duration.ofMinutes(2), System.out::println)
System.out.println(kamaji.tenant(tenant).raw("/version"))
kamaji.delete(tenant)
code = status.isReady() ? 0 : 1

node.close()
/exit code
