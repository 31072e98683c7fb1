// mvn -Pjshell -pl examples/jshell -am -DskipTests verify
int code = 1

var admin = AdminCluster.kubeconfig(ApiServerSimulator.start().kubeconfig())
var node = ProcessNode.start(admin.connect())
var store = DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir")).build()
var spec = TenantControlPlane.builder("default", "tenant-a").kubernetesVersion("1.36.3").loadBalancer().replicas(1).dataStore("embedded").build()
var kamaji = Kamaji.connect(admin, settings -> settings.dataStores(DataStoreSource.of(store)))
var tenant = kamaji.tenant(spec)
System.out.println(tenant.plan())
var status = tenant.await(Duration.ofMinutes(2), System.out::println)
System.out.println(tenant.client().raw("/version"))
tenant.delete()
code = status.isReady() ? 0 : 1

node.close()
/exit code
