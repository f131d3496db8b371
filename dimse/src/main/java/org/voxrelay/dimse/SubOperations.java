package org.voxrelay.dimse;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** The counts of the C-STORE sub-operations of one C-GET or C-MOVE (PS3.4 sections C.4.2 and C.4.3). */
final class SubOperations {
    /** A value of VR UI must fit the 16 bits of its length field (PS3.5 section 7.1.2). */
    private static final int MAX_LIST_CHARACTERS = 65_534;

    private int remaining;
    private int completed;
    private int failed;
    private int warning;
    private final List<String> failedUids = new ArrayList<>();
    private int listCharacters;

    SubOperations(int count) {
        remaining = count;
    }

    void ended(Uid sopInstance, StoreResult result) {
        remaining--;
        if (Status.isFailure(result.status())) {
            failed++;
            list(sopInstance.value());
        } else if (Status.isWarning(result.status())) {
            warning++;
        } else {
            completed++;
        }
    }

    private void list(String uid) {
        if (listCharacters + uid.length() + 1 <= MAX_LIST_CHARACTERS) {
            listCharacters += uid.length() + 1;
            failedUids.add(uid);
        }
    }

    boolean areDone() {
        return remaining == 0;
    }

    /** The status of the last response. */
    int status() {
        if (failed > 0 && completed + warning == 0) {
            return Status.UNABLE_TO_PERFORM_SUB_OPERATIONS;
        }
        return failed + warning > 0 ? Status.SUB_OPERATIONS_WITH_FAILURES : Status.SUCCESS;
    }

    /** @param withRemaining in pending responses and in the answer to a C-CANCEL only */
    Attributes counts(boolean withRemaining) {
        Attributes counts = new Attributes()
                .setInt(Tag.NumberOfCompletedSuboperations, VR.US, capped(completed))
                .setInt(Tag.NumberOfFailedSuboperations, VR.US, capped(failed))
                .setInt(Tag.NumberOfWarningSuboperations, VR.US, capped(warning));
        return withRemaining ? counts.setInt(Tag.NumberOfRemainingSuboperations, VR.US, capped(remaining)) : counts;
    }

    /** The field has 16 bits. */
    private static int capped(int count) {
        return Math.min(count, 0xFFFF);
    }

    /** The identifier of the last response; empty if nothing failed. */
    Attributes failedInstances() {
        return failedUids.isEmpty()
                ? new Attributes(0)
                : new Attributes(1).setString(Tag.FailedSOPInstanceUIDList, VR.UI, failedUids.toArray(String[]::new));
    }
}
