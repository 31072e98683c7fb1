package io.kamaji.core.status;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** What to do after a pass: nothing, or another pass later. Immutable. */
public sealed interface NextStep {

    /** Everything is as it is to be. */
    public record Done() implements NextStep {
        @Override
        public String toString() {
            return "done";
        }
    }

    /**
     * Something is waited for.
     *
     * @param after when to look again at the latest
     * @param why what is waited for, for people
     * @param on what ends the waiting earlier, if it can be watched
     */
    public record Retry(Duration after, String why, Optional<Watched> on) implements NextStep {
        @Override
        public String toString() {
            return "waiting for " + why;
        }
    }

    /**
     * An object whose change ends the waiting.
     *
     * @param resourceVersion from which on to watch
     * @param until which event is worth another pass
     */
    public record Watched(ObjectRef ref, String resourceVersion, Predicate<WatchEvent> until) {

        /** From the version that was seen, until it is as it should be, or gone. */
        public static Watched of(JsonObject seen, Predicate<JsonObject> asItShould) {
            return new Watched(
                    ObjectRef.of(seen),
                    seen.text("metadata", "resourceVersion").orElse(""),
                    event -> event.type().equals("DELETED") || asItShould.test(event.object()));
        }

        public boolean ends(WatchEvent event) {
            return event.object().text("metadata", "name").equals(Optional.of(ref.name())) && until.test(event);
        }

        @Override
        public String toString() {
            return ref.toString();
        }
    }

    /**
     * What comes after a pass.
     *
     * @throws io.kamaji.api.KamajiException the pass's failure, if trying again is no use
     */
    static NextStep of(PassFacts facts) {
        return NextSteps.of(facts);
    }

    /** Nothing. */
    static NextStep done() {
        return new Done();
    }

    static NextStep retryAfter(Duration after, String why) {
        return new Retry(after, why, Optional.empty());
    }

    /**
     * The same again after a failure.
     *
     * @throws KamajiException the failure, if trying again is no use
     */
    static NextStep again(KamajiException failure) {
        return retryAfter(RetryPolicy.retryAfter(failure), afterFailure(failure));
    }

    /** {@code waiting for the next try: there is no datastore x …}. */
    static String afterFailure(KamajiException failure) {
        return "the next try: " + failure.getMessage();
    }

    static NextStep retryOn(Watched on, Duration after, String why) {
        return new Retry(after, why, Optional.of(on));
    }

    default boolean isDone() {
        return this instanceof Done;
    }
}
