package org.voxrelay.dimse.pdu;

import java.util.List;

/** The protocol data units that are held in memory as a whole; P-DATA-TF is not one, its data flow. */
public sealed interface Pdu {
    /** The application context of PS3.7 Annex A. */
    String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /** A-ASSOCIATE-RQ (PS3.8 section 9.3.2). */
    record AssociateRq(
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation user)
            implements Pdu {
        public AssociateRq {
            contexts = List.copyOf(contexts);
        }
    }

    /** A-ASSOCIATE-AC (PS3.8 section 9.3.3). */
    record AssociateAc(
            String calledAeTitle,
            String callingAeTitle,
            String applicationContext,
            List<AnsweredContext> contexts,
            UserInformation user)
            implements Pdu {
        public AssociateAc {
            contexts = List.copyOf(contexts);
        }
    }

    /** A-ASSOCIATE-RJ (PS3.8 section 9.3.4). */
    record AssociateRj(int result, int source, int reason) implements Pdu {}

    /** A-RELEASE-RQ (PS3.8 section 9.3.6). */
    record ReleaseRq() implements Pdu {}

    /** A-RELEASE-RP (PS3.8 section 9.3.7). */
    record ReleaseRp() implements Pdu {}

    /** A-ABORT (PS3.8 section 9.3.8). */
    record Abort(int source, int reason) implements Pdu {
        /** The association's user ends it. */
        public static final Abort BY_USER = new Abort(0, 0);

        public static final int BY_PROVIDER = 2;
        public static final int NO_REASON = 0;
        public static final int UNRECOGNIZED_PDU = 1;
        public static final int UNEXPECTED_PDU = 2;
        public static final int INVALID_PARAMETER = 6;
    }
}
