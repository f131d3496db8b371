package org.voxrelay.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.DataSetWriter;

/** One association with a server under test, for CT images in Explicit VR Little Endian; also for what is no CT image. */
record StoreSession(Association association) implements AutoCloseable {
    private static final Uid CT = new Uid(UID.CTImageStorage);

    static StoreSession open(RunningServer server, String callingAeTitle) throws IOException {
        return new StoreSession(AssociationRequest.to("127.0.0.1", server.dicomPort())
                .calledAeTitle(RunningServer.AE_TITLE)
                .callingAeTitle(callingAeTitle)
                .addVerification()
                .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .open());
    }

    /** @return the status */
    int store(Attributes image) throws IOException {
        return store(uid(image), bytes(image));
    }

    /** Sends any bytes as the data set of an instance. */
    int store(Uid sopInstance, byte[] dataset) throws IOException {
        return association
                .store(CT, sopInstance, UID.ExplicitVRLittleEndian, new ByteArrayInputStream(dataset))
                .status();
    }

    int store(Uid sopInstance, DataSetWriter dataset) throws IOException {
        return association
                .store(CT, sopInstance, UID.ExplicitVRLittleEndian, dataset)
                .status();
    }

    static Uid uid(Attributes image) {
        return new Uid(image.getString(Tag.SOPInstanceUID, ""));
    }

    /** The bare data set. */
    static byte[] bytes(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bytes, TransferSyntax.of(UID.ExplicitVRLittleEndian));
        out.writeDataset(image);
        out.finish();
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        association.close();
    }
}
