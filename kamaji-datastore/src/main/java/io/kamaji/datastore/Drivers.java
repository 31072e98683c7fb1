package io.kamaji.datastore;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The drivers at hand, by name.
 *
 * <p>Immutable and thread-safe. None or two for a name is an error only when that name is asked for, so that a host may
 * hold drivers it does not use; one that is found by {@link #load()} and also given by the host is two.
 */
public final class Drivers {
    private final List<DataStoreDriver> drivers;
    private final String origin;

    private Drivers(List<DataStoreDriver> drivers, String origin) {
        this.drivers = List.copyOf(drivers);
        this.origin = origin;
    }

    /**
     * Those that {@link ServiceLoader} finds with the context class loader of this thread.
     *
     * @throws ServiceConfigurationError if one is declared and can't be made
     */
    public static Drivers load() {
        List<DataStoreDriver> found = new ArrayList<>();
        ServiceLoader.load(DataStoreDriver.class).forEach(found::add);
        return new Drivers(found, "the services of this class path");
    }

    /** Just these. */
    public static Drivers of(List<DataStoreDriver> drivers) {
        return new Drivers(drivers, "the list that was given");
    }

    /** Just these. */
    public static Drivers of(DataStoreDriver... drivers) {
        return of(List.of(drivers));
    }

    /** All of them, in the order found or given. */
    public List<DataStoreDriver> all() {
        return drivers;
    }

    /** Their names, each once, in the same order. */
    public List<String> names() {
        return drivers.stream().map(DataStoreDriver::name).distinct().toList();
    }

    /** @throws IllegalArgumentException if no driver or more than one has that name; the message names the classes */
    public DataStoreDriver driver(String name) {
        var matches = drivers.stream().filter(d -> d.name().equals(name)).toList();
        if (matches.size() == 1) {
            return matches.get(0);
        }
        throw new IllegalArgumentException(
                matches.isEmpty()
                        ? "no driver for datastores of kind '" + name + "' among " + origin + ": " + list(drivers)
                        : matches.size() + " drivers for datastores of kind '" + name + "' among " + origin + ": "
                                + list(matches) + "; give an explicit list with one of them");
    }

    private static String list(List<DataStoreDriver> drivers) {
        return drivers.isEmpty()
                ? "none"
                : drivers.stream()
                        .map(d -> d.getClass().getName() + " (" + d.name() + ")")
                        .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "Drivers[" + list(drivers) + "]";
    }
}
