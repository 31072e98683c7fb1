package io.kamaji.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.AdminClusterKind;
import io.kamaji.testkit.AdminClusterUnderTest;
import io.kamaji.testkit.ApiServerSimulator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the same conversations with the simulator and with a real kube-apiserver: the answers must be the same. */
class ConversationIT {
    private static AdminClusterUnderTest real;
    private static ApiServerSimulator simulator;

    @BeforeAll
    static void start() {
        real = AdminClusterKind.PROCESSES.startOrSkip();
        simulator = ApiServerSimulator.builder()
                .addressBase(20) // a conversation names an address of its Services
                .withoutControllers()
                .start();
    }

    @AfterAll
    static void stop() {
        if (simulator != null) {
            simulator.close();
        }
        if (real != null) {
            real.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> answers_ofBothServers_areTheSame() {
        assertThat(Conversation.all()).isNotEmpty();
        return Conversation.all().stream()
                .map(conversation -> DynamicTest.dynamicTest(conversation.name(), () -> {
                    var expected = conversation.hold(Kube.of(real));
                    var actual = conversation.hold(Kube.of(simulator));
                    var softly = new SoftAssertions();
                    expected.forEach((request, answer) ->
                            softly.assertThat(actual.get(request)).as(request).isEqualTo(answer));
                    softly.assertAll();
                }));
    }
}
