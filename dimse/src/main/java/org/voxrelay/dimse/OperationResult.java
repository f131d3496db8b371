package org.voxrelay.dimse;

/**
 * How an operation ended.
 *
 * @param status one of {@link Status}, or another of the service's own
 * @param errorComment a sentence for the peer, at most 64 characters are sent; empty if there is nothing to say
 */
public record OperationResult(int status, String errorComment) {
    public static final OperationResult SUCCESS = new OperationResult(Status.SUCCESS, "");

    public boolean isSuccess() {
        return status == Status.SUCCESS;
    }
}
