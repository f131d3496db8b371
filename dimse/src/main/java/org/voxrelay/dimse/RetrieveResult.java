package org.voxrelay.dimse;

import java.util.List;

/**
 * How a C-GET or C-MOVE ended.
 *
 * @param status one of {@link Status}, or another of the service's own
 * @param failedSopInstanceUids as the peer lists them, which may be fewer than it counts
 */
public record RetrieveResult(
        int status, String errorComment, RetrieveProgress counts, List<String> failedSopInstanceUids) {
    public RetrieveResult {
        failedSopInstanceUids = List.copyOf(failedSopInstanceUids);
    }

    public boolean isSuccess() {
        return status == Status.SUCCESS;
    }
}
