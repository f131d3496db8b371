package org.voxrelay.dimse.state;

import static org.voxrelay.dimse.state.State.STA10_COLLISION_ACCEPTOR_PEER;
import static org.voxrelay.dimse.state.State.STA11_COLLISION_REQUESTER_PEER;
import static org.voxrelay.dimse.state.State.STA12_COLLISION_ACCEPTOR_LOCAL;
import static org.voxrelay.dimse.state.State.STA13_AWAITING_CLOSE;
import static org.voxrelay.dimse.state.State.STA1_IDLE;
import static org.voxrelay.dimse.state.State.STA2_AWAITING_REQUEST;
import static org.voxrelay.dimse.state.State.STA3_AWAITING_LOCAL_RESPONSE;
import static org.voxrelay.dimse.state.State.STA4_AWAITING_TRANSPORT;
import static org.voxrelay.dimse.state.State.STA5_AWAITING_RESPONSE;
import static org.voxrelay.dimse.state.State.STA6_ESTABLISHED;
import static org.voxrelay.dimse.state.State.STA7_AWAITING_RELEASE_RESPONSE;
import static org.voxrelay.dimse.state.State.STA8_AWAITING_LOCAL_RELEASE;
import static org.voxrelay.dimse.state.State.STA9_COLLISION_REQUESTER_LOCAL;

/** The actions of PS3.8 Tables 9-6 to 9-9 and the state that each leads to. */
public enum Action {
    /** Open the transport connection. */
    AE_1(STA4_AWAITING_TRANSPORT),
    /** Send A-ASSOCIATE-RQ. */
    AE_2(STA5_AWAITING_RESPONSE),
    /** Tell the user that the association is accepted. */
    AE_3(STA6_ESTABLISHED),
    /** Tell the user that it is rejected; close. */
    AE_4(STA1_IDLE),
    /** Start ARTIM. */
    AE_5(STA2_AWAITING_REQUEST),
    /** Stop ARTIM; tell the user, or reject as the provider: then Sta13. */
    AE_6(STA3_AWAITING_LOCAL_RESPONSE, STA13_AWAITING_CLOSE),
    /** Send A-ASSOCIATE-AC. */
    AE_7(STA6_ESTABLISHED),
    /** Send A-ASSOCIATE-RJ; start ARTIM. */
    AE_8(STA13_AWAITING_CLOSE),
    /** Send P-DATA-TF. */
    DT_1(STA6_ESTABLISHED),
    /** Hand data to the user. */
    DT_2(STA6_ESTABLISHED),
    /** Send A-RELEASE-RQ. */
    AR_1(STA7_AWAITING_RELEASE_RESPONSE),
    /** Tell the user that a release is wanted. */
    AR_2(STA8_AWAITING_LOCAL_RELEASE),
    /** Tell the user that the release is confirmed; close. */
    AR_3(STA1_IDLE),
    /** Send A-RELEASE-RP; start ARTIM. */
    AR_4(STA13_AWAITING_CLOSE),
    /** Stop ARTIM. */
    AR_5(STA1_IDLE),
    /** Hand data to the user that arrives before the release response. */
    AR_6(STA7_AWAITING_RELEASE_RESPONSE),
    /** Send P-DATA-TF before the release response. */
    AR_7(STA8_AWAITING_LOCAL_RELEASE),
    /** Tell the user of a release collision; the acceptor goes to Sta10. */
    AR_8(STA9_COLLISION_REQUESTER_LOCAL, STA10_COLLISION_ACCEPTOR_PEER),
    /** Send A-RELEASE-RP. */
    AR_9(STA11_COLLISION_REQUESTER_PEER),
    /** Tell the user that the release is confirmed. */
    AR_10(STA12_COLLISION_ACCEPTOR_LOCAL),
    /** Send A-ABORT; start ARTIM. */
    AA_1(STA13_AWAITING_CLOSE),
    /** Stop ARTIM; close. */
    AA_2(STA1_IDLE),
    /** Tell the user of the abort; close. */
    AA_3(STA1_IDLE),
    /** Tell the user that the connection is lost. */
    AA_4(STA1_IDLE),
    /** Stop ARTIM. */
    AA_5(STA1_IDLE),
    /** Ignore the PDU. */
    AA_6(STA13_AWAITING_CLOSE),
    /** Send A-ABORT. */
    AA_7(STA13_AWAITING_CLOSE),
    /** Send A-ABORT as the provider, tell the user; start ARTIM. */
    AA_8(STA13_AWAITING_CLOSE);

    private final State next;
    private final State otherNext;

    Action(State next) {
        this(next, next);
    }

    Action(State next, State otherNext) {
        this.next = next;
        this.otherNext = otherNext;
    }

    /** @return the next state; for AE-6 and AR-8 the first of two */
    public State next() {
        return next;
    }

    /** @return the second of the two next states of AE-6 and AR-8; else the only one */
    public State otherNext() {
        return otherNext;
    }
}
