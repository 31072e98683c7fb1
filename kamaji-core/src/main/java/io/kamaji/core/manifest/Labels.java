package io.kamaji.core.manifest;

/** Keys of the labels by which our objects are told from others', and from each other. Source: Kamaji's object reference. */
public final class Labels {
    /** Name of the tenant: on whatever is its own in the admin cluster. */
    public static final String NAME = "kamaji.clastix.io/name";

    /** {@code kamaji}: on whatever we render, in both clusters. */
    public static final String PROJECT = "kamaji.clastix.io/project";

    /** Name of the component that an object is of: on whatever we render, in both clusters. */
    public static final String COMPONENT = "kamaji.clastix.io/component";

    private Labels() {}
}
