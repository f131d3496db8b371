package org.voxrelay.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.db.Database;
import org.voxrelay.nodes.OutgoingMessage.Kind;
import org.voxrelay.testing.TestDatabase;

class NodesTest {
    private Database database;
    private Nodes nodes;
    private Outbox outbox;

    @BeforeEach
    void start() {
        database = TestDatabase.create();
        nodes = new Nodes(database);
        outbox = new Outbox(database);
    }

    private static Node node(String title) {
        return new Node(title, "pacs.example", 104, true, "a PACS", EnumSet.of(Permission.QUERY), 3, true);
    }

    @Test
    void aNodeIsKeptAsItWasDescribed() {
        assertThat(nodes.add(node("B"))).isTrue();
        assertThat(nodes.add(node("A"))).isTrue();
        assertThat(nodes.list()).containsExactly(node("A"), node("B"));
        assertThat(nodes.find("B")).contains(node("B"));
        assertThat(nodes.find("b")).isEmpty();
        assertThat(nodes.remove("B")).isTrue();
        assertThat(nodes.remove("B")).isFalse();
    }

    @Test
    void aTitleIsUnique() {
        nodes.add(node("A"));
        nodes.add(node("B"));
        assertThat(nodes.add(node("A"))).isFalse();
        assertThatThrownBy(() -> nodes.replace("B", node("A"))).isInstanceOf(InvalidNode.class);
        assertThat(nodes.replace("C", node("C"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', pacs, 104, 1, aeTitle",
        "SEVENTEEN_LETTERS, pacs, 104, 1, aeTitle",
        "A\\B, pacs, 104, 1, aeTitle",
        "Ä, pacs, 104, 1, aeTitle",
        "A, '', 104, 1, host",
        "A, pacs/evil, 104, 1, host",
        "A, pacs, 0, 1, port",
        "A, pacs, 65536, 1, port",
        "A, pacs, 104, 0, maxAssociations"
    })
    void whatIsWrongIsNamed(String title, String host, int port, int most, String field) {
        assertThatThrownBy(() -> new Node(title, host, port, false, "", Set.of(), most, true))
                .isInstanceOfSatisfying(
                        InvalidNode.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void whatWaitsFollowsItsNodeAndGoesWithIt() {
        nodes.add(node("A"));
        outbox.put(Kind.AVAILABILITY, "A", "1.2", "2.25.1", "", Duration.ZERO);
        nodes.replace("A", node("B"));
        assertThat(outbox.waiting()).containsOnlyKeys("B");
        nodes.remove("B");
        assertThat(outbox.waiting()).isEmpty();
    }

    @Test
    void aMessageIsTakenOnceUntilItsNextTime() {
        nodes.add(node("A"));
        outbox.put(Kind.AVAILABILITY, "A", "1.2", "2.25.1", "", Duration.ZERO);
        OutgoingMessage message = outbox.take().orElseThrow();
        assertThat(message.attempts()).isEqualTo(1);
        assertThat(outbox.take()).isEmpty();
        outbox.done(message);
        assertThat(outbox.waiting()).isEmpty();
    }

    @Test
    void aMessageThatIsPutDownAgainWhileItIsSaidIsSaidAgain() {
        nodes.add(node("A"));
        outbox.put(Kind.AVAILABILITY, "A", "1.2", "2.25.1", "", Duration.ZERO);
        OutgoingMessage message = outbox.take().orElseThrow();
        outbox.put(Kind.AVAILABILITY, "A", "1.2", "2.25.2", "", Duration.ZERO);
        outbox.done(message);
        assertThat(outbox.take()).isPresent();
    }

    @Test
    void theLastAttemptIsTheLast() {
        nodes.add(node("A"));
        outbox.put(Kind.AVAILABILITY, "A", "1.2", "2.25.1", "", Duration.ZERO);
        for (int attempt = 1; attempt <= Outbox.MOST_ATTEMPTS; attempt++) {
            OutgoingMessage message = outbox.take().orElseThrow();
            assertThat(outbox.failed(message, "away")).isEqualTo(attempt < Outbox.MOST_ATTEMPTS);
            makeDue();
        }
        assertThat(outbox.waiting()).isEmpty();
    }

    private void makeDue() {
        database.write(c -> {
            try (var update = c.prepareStatement("update outgoing_message set next_at = clock_timestamp()")) {
                return update.executeUpdate();
            }
        });
    }

    @Test
    void waitsGrowUpToAnHour() {
        assertThat(Outbox.waitAfter(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Outbox.waitAfter(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(Outbox.waitAfter(Outbox.MOST_ATTEMPTS)).isEqualTo(Duration.ofHours(1));
    }
}
