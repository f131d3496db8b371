package org.voxrelay.web.dicomweb;

import org.voxrelay.dicom.data.Uid;
import org.voxrelay.web.problem.Problem;

/** UIDs of a request's path. */
final class Uids {
    private Uids() {}

    /** @throws Problem 400 if it is none */
    static Uid of(String text) {
        try {
            return new Uid(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The path holds something that is not a UID.");
        }
    }
}
