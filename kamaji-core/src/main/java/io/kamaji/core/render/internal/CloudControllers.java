package io.kamaji.core.render.internal;

import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import java.util.Set;

/**
 * Controllers of cloud providers, which did nothing in kube-controller-manager any more and are none of its own since 1.37: it
 * ends on their names in {@code --controllers}, also where they are switched off. Source: kube-controller-manager 1.37.2.
 */
final class CloudControllers {
    private static final int LAST_WITH_THEM = 36;
    private static final Set<String> NAMES = Set.of(
            "cloud-node-lifecycle",
            "cloud-node-lifecycle-controller",
            "node-route-controller",
            "route",
            "service",
            "service-lb-controller");

    private CloudControllers() {}

    static void check(SpecView spec, SpecFindings found) {
        var minor = spec.judgedMinor();
        if (minor.isEmpty() || minor.getAsInt() <= LAST_WITH_THEM) {
            return;
        }
        for (var line : spec.flags(KubeControllerManager.ARGUMENTS, KubeControllerManager.FLAGS)) {
            if (line.name().equals("--controllers")) {
                for (var item : line.value().orElse("").split(",")) {
                    var name = item.replaceFirst("^-", "");
                    if (NAMES.contains(name)) {
                        found.judge(
                                spec.isUpstream("controllerManager", KubeControllerManager.NAME),
                                KubeControllerManager.ARGUMENTS + "[" + line.index() + "]",
                                line.text(),
                                name + " is no controller of " + KubeControllerManager.NAME + " 1." + minor.getAsInt()
                                        + ", only up to 1." + LAST_WITH_THEM);
                    }
                }
            }
        }
    }
}
