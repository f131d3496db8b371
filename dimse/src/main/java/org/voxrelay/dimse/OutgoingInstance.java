package org.voxrelay.dimse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.voxrelay.dicom.data.Uid;

/**
 * An instance that can be sent.
 *
 * @param transferSyntaxUids those that it can be written in, the best first; of the first one, which is as it is stored,
 *     and the rest each peer is offered a context
 * @param writer called at most once, when its turn comes
 */
public record OutgoingInstance(Uid sopClass, Uid sopInstance, List<String> transferSyntaxUids, Writer writer) {
    /** @throws IllegalArgumentException without a transfer syntax */
    public OutgoingInstance {
        transferSyntaxUids = List.copyOf(transferSyntaxUids);
        if (transferSyntaxUids.isEmpty()) {
            throw new IllegalArgumentException("an instance has a transfer syntax");
        }
    }

    /** Writes the bare data set. */
    @FunctionalInterface
    public interface Writer {
        /**
         * @param transferSyntaxUid one of the instance's
         * @param out closing and flushing it do nothing
         * @throws IOException the instance is counted as failed; once a PDU of it was sent, the association is aborted
         */
        void write(String transferSyntaxUid, OutputStream out) throws IOException;
    }
}
