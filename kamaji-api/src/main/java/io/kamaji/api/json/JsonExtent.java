package io.kamaji.api.json;

import java.util.ArrayDeque;

/**
 * How large a value is. Measured without recursion, so that it can be asked of any value.
 *
 * @param characters about as many as it has as JSON; not counted on once they are too many
 * @param nesting objects and arrays inside of each other, 0 for a single value
 * @param values values that were looked at
 */
record JsonExtent(long characters, int nesting, long values) {
    static final JsonExtent NONE = new JsonExtent(0, 0, 0);

    private record Place(JsonValue value, int depth) {}

    /** Stops at more characters than the given number. */
    static JsonExtent of(JsonValue value, long most) {
        var open = new ArrayDeque<Place>();
        open.push(new Place(value, 0));
        long characters = 0;
        int nesting = 0;
        long values = 0;
        while (!open.isEmpty() && characters <= most) {
            var place = open.pop();
            values++;
            int inner = place.depth + 1;
            if (place.value instanceof JsonObject object) {
                nesting = Math.max(nesting, inner);
                characters += 2;
                for (var member : object.members().entrySet()) {
                    characters += member.getKey().length() + 4;
                    open.push(new Place(member.getValue(), inner));
                }
            } else if (place.value instanceof JsonArray array) {
                nesting = Math.max(nesting, inner);
                characters += 2 + array.size();
                array.forEach(item -> open.push(new Place(item, inner)));
            } else if (place.value instanceof JsonValue.Text text) {
                characters += text.value().length() + 2;
            } else if (place.value instanceof JsonValue.Numeric number) {
                characters += number.value().precision() + 1;
            } else {
                characters += 4;
            }
        }
        return new JsonExtent(characters, nesting, values);
    }
}
