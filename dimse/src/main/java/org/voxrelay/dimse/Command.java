package org.voxrelay.dimse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * A command set (PS3.7 section 6.3 and Annex E) with the presentation context that it came in. {@link Commands} makes
 * those that are sent.
 *
 * @param set group 0000
 */
record Command(int contextId, Attributes set) {
    static final int C_STORE_RQ = 0x0001;
    static final int C_GET_RQ = 0x0010;
    static final int C_FIND_RQ = 0x0020;
    static final int C_MOVE_RQ = 0x0021;
    static final int C_ECHO_RQ = 0x0030;
    static final int C_CANCEL_RQ = 0x0FFF;
    static final int RESPONSE = 0x8000;

    static final int NO_DATA_SET = 0x0101;
    static final int DATA_SET = 0x0001;

    /** @throws IOException if the bytes are no data set in implicit VR little endian */
    static Command decode(int contextId, byte[] bytes) throws IOException {
        try (DicomInputStream in =
                new DicomInputStream(new ByteArrayInputStream(bytes), TransferSyntax.IMPLICIT_LITTLE_ENDIAN)) {
            return new Command(contextId, in.readDataset());
        }
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        try {
            Attributes rest = new Attributes(set).remove(Tag.CommandGroupLength);
            ByteArrayOutputStream counted = new ByteArrayOutputStream(256);
            new DicomOutputStream(counted, TransferSyntax.IMPLICIT_LITTLE_ENDIAN).writeDataset(rest);
            dicom.writeDataset(new Attributes(1).setInt(Tag.CommandGroupLength, VR.UL, counted.size()));
            out.writeBytes(counted.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The response to this request: its UIDs are repeated (PS3.7 section 9.3). */
    Command response(int status, String errorComment) {
        Attributes response = new Attributes()
                .addSelected(set, Tag.AffectedSOPClassUID, Tag.AffectedSOPInstanceUID)
                .setInt(Tag.CommandField, VR.US, field() | RESPONSE)
                .setInt(Tag.MessageIDBeingRespondedTo, VR.US, messageId())
                .setInt(Tag.CommandDataSetType, VR.US, NO_DATA_SET)
                .setInt(Tag.Status, VR.US, status);
        if (!errorComment.isEmpty()) {
            String comment = errorComment.replaceAll("[^ -\\[\\]-~]", " "); // LO: no backslash, no control characters
            response.setString(Tag.ErrorComment, VR.LO, comment.substring(0, Math.min(64, comment.length())));
        }
        return new Command(contextId, response);
    }

    /** The same with a data set behind it. */
    Command withDataSet() {
        return new Command(contextId, new Attributes(set).setInt(Tag.CommandDataSetType, VR.US, DATA_SET));
    }

    /** The same with more elements. */
    Command with(Attributes more) {
        return new Command(contextId, new Attributes(set).addAll(more));
    }

    int field() {
        return set.getInt(Tag.CommandField, -1);
    }

    boolean isRequest() {
        return field() >= 0 && (field() & RESPONSE) == 0;
    }

    int messageId() {
        return set.getInt(Tag.MessageID, 0);
    }

    int messageIdBeingRespondedTo() {
        return set.getInt(Tag.MessageIDBeingRespondedTo, -1);
    }

    boolean hasDataSet() {
        return set.getInt(Tag.CommandDataSetType, NO_DATA_SET) != NO_DATA_SET;
    }

    int status() {
        return set.getInt(Tag.Status, -1);
    }

    String errorComment() {
        return set.getString(Tag.ErrorComment, "");
    }

    String sopClassUid() {
        return set.getString(Tag.AffectedSOPClassUID, "");
    }

    String sopInstanceUid() {
        return set.getString(Tag.AffectedSOPInstanceUID, "");
    }
}
