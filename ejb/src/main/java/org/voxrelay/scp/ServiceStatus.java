package org.voxrelay.scp;

import org.voxrelay.dimse.NormalizedResult;
import org.voxrelay.dimse.OperationResult;
import org.voxrelay.dimse.Status;

/** What the services answer when they do not do as they were asked; the conformance statement lists it. */
enum ServiceStatus {
    STORE_NOT_ALLOWED("C-STORE", Status.NOT_AUTHORIZED, "The calling AE may not store."),
    FIND_NOT_ALLOWED("C-FIND", Status.NOT_AUTHORIZED, "The calling AE may not query."),
    FIND_MISMATCH(
            "C-FIND",
            Status.DATA_SET_MISMATCH,
            "The level is none of the information model, or a level above has not one unique key (hierarchical query)."),
    FIND_BAD_VALUE("C-FIND", Status.UNABLE_TO_PROCESS, "The value of a key has no form that the Standard knows."),
    FIND_TOO_MUCH(
            "C-FIND",
            Status.OUT_OF_RESOURCES,
            "There are more matches than `VOXRELAY_MAX_MATCHES` (the first were sent), the search takes too long, or the"
                    + " database is away."),
    RETRIEVE_NOT_ALLOWED("C-MOVE, C-GET", Status.NOT_AUTHORIZED, "The calling AE may not retrieve."),
    RETRIEVE_MISMATCH(
            "C-MOVE, C-GET",
            Status.DATA_SET_MISMATCH,
            "The level is none of the information model, or its unique key has no value, or a wildcard."),
    RETRIEVE_TOO_MANY(
            "C-MOVE, C-GET",
            Status.UNABLE_TO_CALCULATE_MATCHES,
            "There are more instances than `VOXRELAY_MAX_MATCHES`, or the database is away."),
    MOVE_TO_US(
            "C-MOVE",
            Status.MOVE_DESTINATION_UNKNOWN,
            "The destination is no known node that may be one, or this server."),
    COMMITMENT_NO_ACTION("N-ACTION", Status.NO_SUCH_ACTION, "The Action Type ID is not 1."),
    COMMITMENT_NO_INSTANCE("N-ACTION", Status.NO_SUCH_SOP_INSTANCE, "The instance is not the well-known one."),
    COMMITMENT_OTHER_OPERATION("N-ACTION", Status.UNRECOGNIZED_OPERATION, "An operation other than N-ACTION."),
    COMMITMENT_NOT_ALLOWED("N-ACTION", Status.NOT_AUTHORIZED, "The calling AE may not ask for storage commitment."),
    COMMITMENT_BAD_ARGUMENT(
            "N-ACTION", Status.INVALID_ARGUMENT_VALUE, "Transaction UID or a reference is missing or no UID."),
    COMMITMENT_TOO_MUCH(
            "N-ACTION",
            Status.RESOURCE_LIMITATION,
            "More than 100,000 references, or as many reports wait for the node."),
    COMMITMENT_FAILED("N-ACTION", Status.PROCESSING_FAILURE, "The database is away.");

    private final String service;
    private final int status;
    private final String meaning;

    ServiceStatus(String service, int status, String meaning) {
        this.service = service;
        this.status = status;
        this.meaning = meaning;
    }

    String service() {
        return service;
    }

    int status() {
        return status;
    }

    String meaning() {
        return meaning;
    }

    /** @param comment for the peer's log, at most 64 characters are sent */
    OperationResult with(String comment) {
        return new OperationResult(status, comment);
    }

    /** @param comment for the peer's log, at most 64 characters are sent */
    NormalizedResult normalized(String comment) {
        return NormalizedResult.failure(status, comment);
    }
}
