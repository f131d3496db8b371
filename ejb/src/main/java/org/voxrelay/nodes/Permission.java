package org.voxrelay.nodes;

/** What a node may do here, or shall be told. */
public enum Permission {
    /** Send us instances. */
    STORE,
    /** Search. */
    QUERY,
    /** Fetch instances, by C-GET or by C-MOVE to any destination. */
    RETRIEVE,
    /** Be the destination of a C-MOVE, whoever asks for it. */
    MOVE_DESTINATION,
    /** Be told when a study is complete here (Instance Availability Notification). */
    AVAILABILITY,
    /** Ask us to commit ourselves to keep instances (Storage Commitment Push Model). */
    COMMITMENT
}
