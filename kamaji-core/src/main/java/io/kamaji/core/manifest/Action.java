package io.kamaji.core.manifest;

/** What happens to an object. */
public enum Action {
    /** It is not there and is made. */
    CREATE('+', "created"),
    /** It is there and is changed. */
    UPDATE('~', "changed"),
    /** It is there, is ours, and is no longer wanted. */
    DELETE('-', "deleted"),
    /** It would be written or deleted, but something must happen first; it is left alone until then. */
    WAIT('.', "waits"),
    /** It is as it should be. */
    NONE(' ', "unchanged");

    private final char sign;
    private final String word;

    Action(char sign, String word) {
        this.sign = sign;
        this.word = word;
    }

    /** How it prints in a plan. */
    public char sign() {
        return sign;
    }

    /** {@code created}, {@code changed}, … */
    public String word() {
        return word;
    }

    /** Whether it takes a write. */
    public boolean writes() {
        return this == CREATE || this == UPDATE || this == DELETE;
    }
}
