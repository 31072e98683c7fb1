package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Controller;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.status.NextStep;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the cluster's definitions of our kinds lack anything: what they do not know is dropped from objects without a
 * word. Told by the log and an Event when it is found and when it is mended. Thread-safe.
 */
final class DefinitionsController implements Controller {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsController.class);
    private static final int FORBIDDEN = 403;

    private final OperatorContext context;
    private final EventRecorder events;
    private final Map<ObjectRef, List<String>> gaps = new ConcurrentHashMap<>();

    DefinitionsController(OperatorContext context, EventRecorder events) {
        this.context = context;
        this.events = events;
    }

    @Override
    public ResourceType type() {
        return ResourceTypes.CUSTOM_RESOURCE_DEFINITION;
    }

    /** Each resync is often enough. */
    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        return () -> {};
    }

    @Override
    public Collection<ObjectRef> all() {
        return Definitions.refs();
    }

    @Override
    public NextStep handle(ObjectRef key) {
        try {
            note(key, new Definitions(context.admin()).gaps().getOrDefault(key, List.of()));
        } catch (ClusterException e) {
            if (e.code() != FORBIDDEN) {
                throw e;
            }
            LOG.debug("definitions are not looked at: {}", e.getMessage());
        }
        return NextStep.done();
    }

    private void note(ObjectRef definition, List<String> now) {
        var before = Optional.ofNullable(now.isEmpty() ? gaps.remove(definition) : gaps.put(definition, now));
        if (now.isEmpty() && before.isPresent()) {
            events.record(
                    definition,
                    Optional.empty(),
                    Transition.normal("Complete", "Compare", "nothing is lacking any more"));
        } else if (!now.isEmpty() && !before.equals(Optional.of(now))) {
            var note = "lacks " + String.join(", ", now) + ": install the definitions of this version";
            LOG.warn("{} {}", definition.name(), note);
            events.record(definition, Optional.empty(), Transition.warning("Incomplete", "Compare", note));
        }
    }

    /** What was last found to be lacking, by definition. */
    Map<ObjectRef, List<String>> gaps() {
        return Map.copyOf(gaps);
    }
}
