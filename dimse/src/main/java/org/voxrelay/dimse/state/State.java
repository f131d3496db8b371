package org.voxrelay.dimse.state;

/** The states of PS3.8 Tables 9-1 to 9-5. */
public enum State {
    /** No association. */
    STA1_IDLE,
    /** The transport connection is open; the A-ASSOCIATE-RQ PDU is awaited. */
    STA2_AWAITING_REQUEST,
    /** The local user is to accept or to reject. */
    STA3_AWAITING_LOCAL_RESPONSE,
    /** The transport connection is being opened. */
    STA4_AWAITING_TRANSPORT,
    /** A-ASSOCIATE-AC or A-ASSOCIATE-RJ is awaited. */
    STA5_AWAITING_RESPONSE,
    /** The association is established: data may flow. */
    STA6_ESTABLISHED,
    /** A-RELEASE-RP is awaited. */
    STA7_AWAITING_RELEASE_RESPONSE,
    /** The local user is to answer a release request. */
    STA8_AWAITING_LOCAL_RELEASE,
    /** Release collision, requester's side: the local user is to answer. */
    STA9_COLLISION_REQUESTER_LOCAL,
    /** Release collision, acceptor's side: A-RELEASE-RP is awaited. */
    STA10_COLLISION_ACCEPTOR_PEER,
    /** Release collision, requester's side: A-RELEASE-RP is awaited. */
    STA11_COLLISION_REQUESTER_PEER,
    /** Release collision, acceptor's side: the local user is to answer. */
    STA12_COLLISION_ACCEPTOR_LOCAL,
    /** The association is over; the peer is to close the transport connection. */
    STA13_AWAITING_CLOSE
}
