package io.kamaji.pki;

/** PEM by hand. */
final class Pems {
    private Pems() {}

    static String block(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
