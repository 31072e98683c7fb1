package io.kamaji.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.ApiServerSimulator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the same conversations with the simulator and with a real kube-apiserver: the answers must be the same. */
class ConversationIT {
    private static RealApiServer real;
    private static ApiServerSimulator simulator;

    @BeforeAll
    static void start() throws Exception {
        real = RealApiServer.start();
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
                    var expected = conversation.hold(real.kube());
                    var actual = conversation.hold(Kube.of(simulator.url()));
                    var softly = new SoftAssertions();
                    expected.forEach((request, answer) ->
                            softly.assertThat(actual.get(request)).as(request).isEqualTo(answer));
                    softly.assertAll();
                }));
    }
}
