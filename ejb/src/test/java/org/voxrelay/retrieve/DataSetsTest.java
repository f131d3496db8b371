package org.voxrelay.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.testing.TestArchive;

class DataSetsTest {
    @TempDir
    Path folder;

    /** What comes by C-STORE is a data set only; the file around it must say how that is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.ImplicitVRLittleEndian,
                UID.ExplicitVRLittleEndian,
                UID.DeflatedExplicitVRLittleEndian,
                UID.ExplicitVRBigEndian,
                UID.JPEGLSLossless
            })
    void theFileOfAStoredDataSetSaysItsTransferSyntax(String transferSyntax) throws Exception {
        byte[] dataset = dataset(transferSyntax);
        try (var archive = TestArchive.start(folder)) {
            archive.ingest.receive(new Arrival(
                    new Arrival.Source(Arrival.Door.C_STORE, "MODALITY"),
                    new Arrival.Body.DataSet(new ByteArrayInputStream(dataset), transferSyntax),
                    Optional.of(new Arrival.Declared(UID.CTImageStorage, "1.2.3")),
                    Optional.empty()));
            var instance = archive.index.find("1.2.3").orElseThrow();
            var reader = new InstanceReader(archive.files);
            var file = new ByteArrayOutputStream();
            reader.writeTo(instance, file);
            var in = new DicomInputStream(new ByteArrayInputStream(file.toByteArray()));
            assertThat(in.getTransferSyntax().uid()).isEqualTo(transferSyntax);
            assertThat(in.readDataset()).isEqualTo(image());
            var bare = new ByteArrayOutputStream();
            new DataSets(reader, Codecs.withoutProcess()).write(instance, transferSyntax, bare);
            assertThat(bare.toByteArray()).isEqualTo(dataset);
        }
    }

    private static Attributes image() {
        byte[] comment = new byte[20_000];
        new Random(1).nextBytes(comment);
        return new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, "1.2.3")
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2.3.1")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.2")
                .setInt(Tag.Rows, VR.US, 512)
                .setBytes(Tag.EncapsulatedDocument, VR.OB, comment);
    }

    private static byte[] dataset(String transferSyntax) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bytes, TransferSyntax.of(transferSyntax));
        out.writeDataset(image());
        out.finish();
        return bytes.toByteArray();
    }
}
