package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.operator.WorkQueue.Priority;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // the clock may go over
    private final WorkQueue queue = new WorkQueue(nanos::get);

    private static ObjectRef key(String name) {
        return ObjectRef.of("v1", "Tenant", name);
    }

    private void add(String name, Priority priority) {
        queue.add(key(name), priority, Duration.ZERO);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String next() {
        return queue.next().map(ObjectRef::name).orElse("none");
    }

    @Test
    void next_severalPriorities_givesUsersFirst() {
        add("resynced", Priority.RESYNC);
        add("changed", Priority.CHANGE);
        add("wanted", Priority.USER);

        assertThat(next()).isEqualTo("wanted");
        assertThat(next()).isEqualTo("changed");
        assertThat(next()).isEqualTo("resynced");
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void next_usersWithoutEnd_givesTheRestInTheEnd() {
        add("resynced", Priority.RESYNC);
        pass(Duration.ofMinutes(3));
        add("wanted", Priority.USER);

        assertThat(next()).isEqualTo("resynced");
    }

    @Test
    void add_twice_isThereOnceAndMoreUrgently() {
        add("a", Priority.RESYNC);
        add("b", Priority.CHANGE);
        add("a", Priority.USER);
        add("a", Priority.RESYNC);

        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("b");
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void next_keyThatIsBeingHandled_isGivenOnlyAfterwards() {
        add("a", Priority.USER);
        assertThat(next()).isEqualTo("a");
        add("a", Priority.USER);
        assertThat(next()).isEqualTo("none");

        queue.done(key("a"));

        assertThat(next()).isEqualTo("a");
        queue.done(key("a"));
        assertThat(next()).isEqualTo("none");
        assertThat(queue.depth().active()).isZero();
    }

    @Test
    void add_later_isGivenWhenItsTimeHasCome() {
        queue.add(key("a"), Priority.CHANGE, Duration.ofSeconds(30));
        assertThat(next()).isEqualTo("none");
        assertThat(queue.untilNext()).hasValue(Duration.ofSeconds(30).toNanos());

        pass(Duration.ofSeconds(30));

        assertThat(queue.depth().ready()).isOne();
        assertThat(next()).isEqualTo("a");
        assertThat(queue.untilNext()).isEmpty();
    }

    @Test
    void add_laterAndNow_isGivenNowAndNotAgain() {
        queue.add(key("a"), Priority.CHANGE, Duration.ofSeconds(30));
        add("a", Priority.CHANGE);

        assertThat(next()).isEqualTo("a");
        queue.done(key("a"));
        pass(Duration.ofMinutes(1));
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void add_nowAndLater_isNotPutOff() {
        add("a", Priority.RESYNC);
        queue.add(key("a"), Priority.RESYNC, Duration.ofMinutes(10));

        assertThat(next()).isEqualTo("a");
    }

    @Test
    void drop_keys_areNotGivenNorTakenUpAgain() {
        add("a", Priority.USER);
        add("b", Priority.USER);
        add("c", Priority.USER);
        assertThat(next()).isEqualTo("a");
        add("a", Priority.USER);

        queue.drop(key -> !key.name().equals("c"));

        assertThat(next()).isEqualTo("c");
        queue.done(key("a"));
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void depth_someWait_tellsHowLong() {
        add("a", Priority.RESYNC);
        pass(Duration.ofSeconds(7));
        add("b", Priority.USER);
        queue.add(key("c"), Priority.CHANGE, Duration.ofHours(1));
        assertThat(next()).isEqualTo("b");

        assertThat(queue.depth()).isEqualTo(new WorkQueue.Depth(1, Duration.ofSeconds(7), 1, 1));
    }
}
