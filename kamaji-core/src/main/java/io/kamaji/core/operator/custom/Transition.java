package io.kamaji.core.operator.custom;

/**
 * Something that became otherwise, as an Event tells it.
 *
 * @param warning whether someone may have to do something
 * @param reason one word, by which Events are looked for
 * @param action what the operator was doing
 * @param note for people
 */
record Transition(boolean warning, String reason, String action, String note) {
    static Transition normal(String reason, String action, String note) {
        return new Transition(false, reason, action, note);
    }

    static Transition warning(String reason, String action, String note) {
        return new Transition(true, reason, action, note);
    }
}
