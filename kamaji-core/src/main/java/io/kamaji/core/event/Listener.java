package io.kamaji.core.event;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one listener, behind a fence: what it throws ends nothing that it is told of. Thread-safe, if the listener is.
 */
public final class Listener implements Consumer<KamajiEvent> {
    /** Tells nobody. */
    public static final Listener NONE = new Listener(event -> {});

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private final Consumer<? super KamajiEvent> told;

    private Listener(Consumer<? super KamajiEvent> told) {
        this.told = told;
    }

    public static Listener of(Consumer<? super KamajiEvent> told) {
        return told instanceof Listener fenced ? fenced : new Listener(told);
    }

    @Override
    public void accept(KamajiEvent event) {
        try {
            told.accept(event);
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed on {}", event, e);
        }
    }
}
