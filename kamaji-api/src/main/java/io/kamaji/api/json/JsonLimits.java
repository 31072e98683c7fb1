package io.kamaji.api.json;

/** What reading and patching take at most, so that no document that somebody else wrote can end or hold the process. */
public final class JsonLimits {
    /**
     * Objects and arrays inside of each other, in a document and in what a patch makes of one. Ten times what Kubernetes objects
     * need; each walk along a value goes that deep into the stack.
     */
    public static final int NESTING = 100;

    /**
     * Values, names and ends of a text, YAML's aliases counted as what they stand for. A page of 500 objects of an API server has a
     * fifth of that; in memory it is some 80 MB.
     */
    public static final int TOKENS = 1_000_000;

    /** Characters of a number. */
    public static final int NUMBER_LENGTH = 1_000;

    /** Characters of a YAML text, and of what it holds once its aliases are resolved. An API server takes 3 MiB. */
    public static final int YAML_CHARACTERS = 8 << 20;

    /** Members and items that the operations of a patch copy and measure on their way: some seconds at worst. */
    public static final int PATCH_WORK = 10_000_000;

    /** Characters, as JSON, that the operations of a patch add to a value. A ConfigMap holds 1 MiB. */
    public static final int PATCH_CHARACTERS = 1 << 20;

    private JsonLimits() {}
}
