package io.kamaji.testkit.node;

import java.util.List;

/**
 * The command line of a container, as rendered and as the process got it. Immutable; what {@code toString} shows is the
 * rendered form, because the started one has the values of variables in it.
 *
 * @param rendered command and arguments of the container
 * @param started the same after {@code $(VAR)} expansion and translation
 * @param changes what the translation did, in the order of the arguments; an argument without a change is as rendered,
 *     variables expanded
 */
public record Argv(List<String> rendered, List<String> started, List<Change> changes) {

    public Argv {
        rendered = List.copyOf(rendered);
        started = List.copyOf(started);
        changes = List.copyOf(changes);
    }

    /**
     * One argument that the translation changed or added.
     *
     * @param index its place in the started form
     * @param before the rendered argument, variables expanded; empty if it was added
     * @param rules the rows of the table that did it
     */
    public record Change(int index, String before, String after, List<TranslationRule> rules) {
        @Override
        public String toString() {
            return index + " " + rules;
        }
    }

    @Override
    public String toString() {
        return "Argv" + rendered;
    }
}
