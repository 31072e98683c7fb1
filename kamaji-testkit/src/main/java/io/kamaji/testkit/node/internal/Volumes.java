package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The mounts of one pod's containers as folders on this machine. Volumes made of objects are written once per container,
 * translated for it, and kept up to date but for {@code subPath} mounts, as the kubelet does; other volumes are one
 * folder per pod, a claim's one per claim. Thread-safe.
 */
final class Volumes {
    private record Mount(JsonObject volume, MountFolder folder, boolean live) {}

    private final JsonObject pod;
    private final String address;
    private final Path folder;
    private final Function<String, Path> claims;
    private final ApiObjects api;
    private final Map<String, JsonObject> volumes = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, List<Mount>> written = new LinkedHashMap<>();

    /**
     * @param folder of the pod
     * @param claims folder of a claim by its name
     */
    Volumes(JsonObject pod, String address, Path folder, Function<String, Path> claims, ApiObjects api) {
        this.pod = pod;
        this.address = address;
        this.folder = folder;
        this.claims = claims;
        this.api = api;
        pod.array("spec", "volumes").objects().forEach(volume -> {
            var name = volume.text("name").orElse("");
            volumes.put(name, volume);
            order.add(name);
        });
    }

    /**
     * Where a container's mounts are; pure.
     *
     * @param index of the container among all of the pod, for short paths
     */
    List<MountedPath> paths(JsonObject container, int index) {
        var paths = new ArrayList<MountedPath>();
        var mounts = container.array("volumeMounts").objects().toList();
        for (int i = 0; i < mounts.size(); i++) {
            var base = root(mounts.get(i), index, i);
            var at = mounts.get(i)
                    .text("subPath")
                    .filter(path -> !path.isEmpty())
                    .map(base::resolve)
                    .orElse(base);
            paths.add(new MountedPath(
                    mounts.get(i).text("mountPath").orElse("").replaceFirst("(?<=.)/+$", ""), at.toString()));
        }
        return paths;
    }

    private Path root(JsonObject mount, int container, int number) {
        var name = mount.text("name").orElse("");
        var volume = volumes.getOrDefault(name, JsonObject.EMPTY);
        return VolumeContent.isContent(volume)
                ? folder.resolve("c" + container + "/m" + number)
                : volume.text("persistentVolumeClaim", "claimName")
                        .map(claims)
                        .orElseGet(() -> folder.resolve("v" + order.indexOf(name)));
    }

    /**
     * Writes what a container mounts.
     *
     * @throws NotReadyException if an object that is mounted is missing
     */
    synchronized void write(JsonObject container, int index, Translation translation)
            throws NotReadyException, IOException {
        var mounts = container.array("volumeMounts").objects().toList();
        var made = new ArrayList<Mount>();
        for (int i = 0; i < mounts.size(); i++) {
            var mount = mounts.get(i);
            var volume = volumes.get(mount.text("name").orElse(""));
            var root = root(mount, index, i);
            var subPath = mount.text("subPath").orElse("");
            if (volume == null) {
                throw new NotReadyException("CreateContainerConfigError", "no volume named " + mount.text("name"));
            } else if (VolumeContent.isContent(volume)) {
                var files = VolumeContent.of(volume, pod, address, api);
                if (!root.resolve(subPath).normalize().startsWith(root)) {
                    throw new NotReadyException("CreateContainerConfigError", "subPath leaves its volume: " + subPath);
                }
                StateFolder.delete(root, null); // of an earlier start: subPath mounts are read anew at each
                var content = new MountFolder(root, translation::file);
                content.write(files);
                made.add(new Mount(volume, content, subPath.isEmpty()));
            } else {
                var shared = root.resolve(subPath).normalize();
                if (!shared.startsWith(root)) {
                    throw new NotReadyException("CreateContainerConfigError", "subPath leaves its volume: " + subPath);
                }
                Files.createDirectories(shared);
            }
        }
        written.put(container.text("name").orElse(""), made);
    }

    /** Brings mounts up to date with the API; a missing object leaves the files as they are. True if any changed. */
    synchronized boolean refresh() throws IOException {
        var changed = false;
        for (var mounts : written.values()) {
            for (var mount : mounts) {
                if (mount.live()) {
                    try {
                        changed |= mount.folder().write(VolumeContent.of(mount.volume(), pod, address, api));
                    } catch (NotReadyException e) {
                        continue;
                    }
                }
            }
        }
        return changed;
    }
}
