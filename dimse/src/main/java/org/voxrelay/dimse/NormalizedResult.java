package org.voxrelay.dimse;

import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;

/**
 * The answer to a request of one of the DIMSE-N services.
 *
 * @param errorComment a sentence for the peer, at most 64 characters are sent; empty if there is nothing to say
 * @param sopInstance the one that an N-CREATE without a UID has made; elsewhere what the peer repeats
 * @param dataset Attribute List, Action Reply or Event Reply; empty attributes if none
 */
public record NormalizedResult(int status, String errorComment, Optional<Uid> sopInstance, Attributes dataset) {
    public static NormalizedResult success() {
        return success(new Attributes());
    }

    public static NormalizedResult success(Attributes dataset) {
        return new NormalizedResult(Status.SUCCESS, "", Optional.empty(), dataset);
    }

    public static NormalizedResult failure(int status, String errorComment) {
        return new NormalizedResult(status, errorComment, Optional.empty(), new Attributes());
    }

    public static NormalizedResult created(Uid sopInstance, Attributes dataset) {
        return new NormalizedResult(Status.SUCCESS, "", Optional.of(sopInstance), dataset);
    }

    public boolean isSuccess() {
        return status == Status.SUCCESS;
    }
}
