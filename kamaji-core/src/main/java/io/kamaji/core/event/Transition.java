package io.kamaji.core.event;

/**
 * Something that became otherwise, or was done, as an Event of Kubernetes tells it.
 *
 * @param warning whether someone may have to do something
 * @param reason one word, by which Events are looked for
 * @param action what was being done
 * @param note for people
 */
public record Transition(boolean warning, String reason, String action, String note) {
    public static Transition normal(String reason, String action, String note) {
        return new Transition(false, reason, action, note);
    }

    public static Transition warning(String reason, String action, String note) {
        return new Transition(true, reason, action, note);
    }
}
