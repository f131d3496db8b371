package org.voxrelay.dimse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.voxrelay.peers.Peers;

class StateTableIT {
    @Test
    void everyCellEqualsPynetdicomsTable() {
        Path python = Peers.python("pynetdicom");
        String theirs = Peers.run(
                        python.toString(),
                        "-c",
                        "from pynetdicom.fsm import TRANSITION_TABLE as t\n"
                                + "for (event, state), action in t.items(): print(event, state, action)")
                .output();
        Map<String, String> expected = new TreeMap<>();
        theirs.lines().map(line -> line.split(" ")).forEach(row -> expected.put(row[0] + " " + row[1], row[2]));
        assertThat(ours()).isEqualTo(expected).hasSizeGreaterThan(100);
    }

    private static Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>();
        for (Event event : Event.values()) {
            for (State state : State.values()) {
                Optional<Action> action = StateTable.action(state, event);
                String cell = "Evt" + (event.ordinal() + 1) + " Sta" + (state.ordinal() + 1);
                action.ifPresent(a -> ours.put(cell, a.name().replace('_', '-')));
            }
        }
        return ours;
    }
}
