package io.kamaji.core.cluster.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An answer that was read to its end; what it says is still to be checked. */
record Answer(Http.Call call, int code, String body, List<Budget> budgets) {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(ClientLimits.VALUES)
                            .maxNestingDepth(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    boolean isNotFound() {
        return code == 404;
    }

    /**
     * The JSON object that this is.
     *
     * @throws ClusterException if it is none, such as the page of a proxy
     */
    JsonObject json() {
        return parse().orElseThrow(() -> unreadable("no JSON object"));
    }

    /** The same, or empty if it is none. */
    Optional<JsonObject> parse() {
        try (var parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            var value = parser.readValueAs(JsonValue.class);
            budgets.forEach(budget -> budget.spend(0, parser.currentTokenCount()));
            return value.asObject();
        } catch (StreamConstraintsException e) {
            throw Failures.beyondLimit(
                    call, code, "holds too many or too deeply nested values: " + e.getOriginalMessage());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The object of a name that this is.
     *
     * @throws ClusterException if it is none, or another one
     */
    JsonObject object(ObjectRef expected) {
        var object = json();
        var name = object.text("metadata", "name").orElse("");
        if (object.text("kind").isEmpty() || object.text("apiVersion").isEmpty() || !name.equals(expected.name())) {
            throw unreadable("not " + expected);
        }
        return object;
    }

    ClusterException unreadable(String why) {
        return Failures.unreadable(call, code, body, why);
    }
}
