package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomStreamException;

/** A Part 10 file and what its File Meta Information says. */
record FileToSend(Path path, Uid sopClass, Uid sopInstance, String transferSyntax) {
    /** @throws DicomStreamException if the file is no Part 10 file, or names no instance */
    static FileToSend of(Path path) throws IOException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(path))) {
            Attributes meta = in.getFileMetaInformation();
            return new FileToSend(
                    path,
                    uid(meta, Tag.MediaStorageSOPClassUID),
                    uid(meta, Tag.MediaStorageSOPInstanceUID),
                    in.getTransferSyntax().uid());
        }
    }

    private static Uid uid(Attributes meta, int tag) throws DicomStreamException {
        return meta.getString(tag)
                .filter(Uid::isValid)
                .map(Uid::new)
                .orElseThrow(() -> new DicomStreamException("The file does not say which instance it is"));
    }

    /** The data set; the stream stands behind the File Meta Information. */
    DicomInputStream open() throws IOException {
        return new DicomInputStream(Files.newInputStream(path));
    }

    /** What a presentation context is proposed for. */
    Kind kind() {
        return new Kind(sopClass.value(), transferSyntax);
    }

    /** A SOP class in a transfer syntax. */
    record Kind(String sopClassUid, String transferSyntaxUid) {}
}
