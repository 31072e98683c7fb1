package io.kamaji.api;

/** What reading does with a member that this version does not know. */
public enum UnknownFields {
    /** Keep it, to be written out again as it came; the default. */
    KEEP,
    /** Refuse the document, naming the path of every such member. */
    REFUSE
}
