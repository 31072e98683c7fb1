package io.kamaji.api.json;

/** A JSON patch that can't be applied, with the operation that can't be done. */
public final class JsonPatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int index;

    JsonPatchException(int index, String message) {
        super(message);
        this.index = index;
    }

    /** Place of the operation in the patch, from 0. */
    public int index() {
        return index;
    }
}
