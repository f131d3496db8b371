package org.voxrelay.dimse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateTableTest {
    @Test
    void aRequestIsAnsweredAndDataFlow() {
        State state = State.STA1_IDLE;
        state = step(state, Event.E5_TRANSPORT_OPENED, Action.AE_5);
        state = step(state, Event.E6_ASSOCIATE_RQ_RECEIVED, Action.AE_6);
        state = step(state, Event.E7_ASSOCIATE_ACCEPT, Action.AE_7);
        state = step(state, Event.E10_DATA_RECEIVED, Action.DT_2);
        state = step(state, Event.E12_RELEASE_RQ_RECEIVED, Action.AR_2);
        state = step(state, Event.E14_RELEASE_RESPONSE, Action.AR_4);
        state = step(state, Event.E17_TRANSPORT_CLOSED, Action.AR_5);
        assertThat(state).isEqualTo(State.STA1_IDLE);
    }

    @Test
    void aRequesterAsksSendsAndReleases() {
        State state = State.STA1_IDLE;
        state = step(state, Event.E1_ASSOCIATE_REQUEST, Action.AE_1);
        state = step(state, Event.E2_TRANSPORT_CONFIRMED, Action.AE_2);
        state = step(state, Event.E3_ASSOCIATE_AC_RECEIVED, Action.AE_3);
        state = step(state, Event.E9_DATA_REQUEST, Action.DT_1);
        state = step(state, Event.E11_RELEASE_REQUEST, Action.AR_1);
        state = step(state, Event.E13_RELEASE_RP_RECEIVED, Action.AR_3);
        assertThat(state).isEqualTo(State.STA1_IDLE);
    }

    @Test
    void anUnknownPduEndsEveryStateThatHasAPeer() {
        Arrays.stream(State.values())
                .filter(state -> state != State.STA1_IDLE && state != State.STA4_AWAITING_TRANSPORT)
                .forEach(state -> assertThat(
                                StateTable.action(state, Event.E19_INVALID_PDU).map(Action::next))
                        .as(state.name())
                        .contains(State.STA13_AWAITING_CLOSE));
    }

    @Test
    void theLossOfTheConnectionEndsEveryStateThatHasOne() {
        Arrays.stream(State.values())
                .filter(state -> state != State.STA1_IDLE)
                .forEach(state -> assertThat(StateTable.action(state, Event.E17_TRANSPORT_CLOSED)
                                .map(Action::next))
                        .as(state.name())
                        .contains(State.STA1_IDLE));
    }

    @Test
    void releasesThatCollidePartRequesterAndAcceptor() {
        Action collision = StateTable.action(State.STA7_AWAITING_RELEASE_RESPONSE, Event.E12_RELEASE_RQ_RECEIVED)
                .orElseThrow();
        assertThat(collision.next()).isEqualTo(State.STA9_COLLISION_REQUESTER_LOCAL);
        assertThat(collision.otherNext()).isEqualTo(State.STA10_COLLISION_ACCEPTOR_PEER);
    }

    @Test
    void dataWithoutAnAssociationCannotBeSent() {
        assertThat(StateTable.action(State.STA1_IDLE, Event.E9_DATA_REQUEST)).isEmpty();
    }

    private static State step(State state, Event event, Action expected) {
        assertThat(StateTable.action(state, event)).contains(expected);
        return expected.next();
    }
}
