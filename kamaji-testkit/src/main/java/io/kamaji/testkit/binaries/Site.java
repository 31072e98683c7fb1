package io.kamaji.testkit.binaries;

import java.net.URI;

/** A release site of upstream projects; its address can be replaced by that of a mirror. */
public enum Site {
    KUBERNETES("https://dl.k8s.io/release"),
    GITHUB("https://github.com");

    private final URI standard;

    Site(String standard) {
        this.standard = URI.create(standard);
    }

    /** The address of the site itself, without a trailing slash. */
    public URI standard() {
        return standard;
    }
}
