package org.voxrelay.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.stow;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.testing.TestArchive;

class InstanceReaderTest {
    @TempDir
    Path folder;

    private TestArchive archive;
    private InstanceReader reader;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        reader = new InstanceReader(archive.files);
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void framesOfANativeInstanceAreCutOutOfItsPixelData() throws Exception {
        byte[] pixels = "aaaabbbbccccdddd".getBytes(StandardCharsets.US_ASCII);
        var stored = store(image(4, 2, 2, 8).setBytes(Tag.PixelData, VR.OB, pixels), UID.ExplicitVRLittleEndian);

        assertThat(frames(stored, 3, 1)).isEqualTo("cccc|aaaa|");
    }

    @Test
    void aFrameThatIsNotThereIsAClearError() throws Exception {
        var stored = store(image(2, 1, 2, 8).setBytes(Tag.PixelData, VR.OB, new byte[4]), UID.ExplicitVRLittleEndian);

        assertThatThrownBy(() -> reader.openFrames(stored, List.of(3)))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("2 frames, not 3");
    }

    @Test
    void anImageThatClaimsMoreThanItHoldsIsAClearError() throws Exception {
        var stored = store(image(9, 2, 2, 8).setBytes(Tag.PixelData, VR.OB, new byte[8]), UID.ExplicitVRLittleEndian);

        assertThatThrownBy(() -> reader.openFrames(stored, List.of(1)))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("less pixel data");
    }

    @Test
    void fragmentsOfAFrameAreFoundByTheOffsetTable() throws Exception {
        // Items of 8 bytes header and 2 bytes value: the second frame begins with the third fragment, at 2 x 10.
        byte[] offsets = {0, 0, 0, 0, 20, 0, 0, 0};
        var fragments = Fragments.of(List.of(offsets, ascii("aa"), ascii("bb"), ascii("cc")));
        var stored = store(image(2, 1, 1, 8).setFragments(Tag.PixelData, VR.OB, fragments), UID.RLELossless);

        assertThat(frames(stored, 1, 2)).isEqualTo("aabb|cc|");
    }

    @Test
    void oneFragmentAFrameNeedsNoTable() throws Exception {
        var fragments = Fragments.ofFrames(List.of(ascii("aa"), ascii("bb")));
        var stored = store(image(2, 1, 1, 8).setFragments(Tag.PixelData, VR.OB, fragments), UID.RLELossless);

        assertThat(frames(stored, 2)).isEqualTo("bb|");
    }

    @Test
    void aLongValueIsFoundByThePathThatTheMetadataGive() throws Exception {
        byte[] curve = new byte[100_000];
        curve[77] = 7;
        var image = image(1, 1, 1, 8).setBytes(Tag.PixelData, VR.OB, new byte[2]);
        image.newItem(Tag.IconImageSequence).setBytes(Tag.PixelData, VR.OB, curve);
        var stored = store(image, UID.ExplicitVRLittleEndian);

        StoredValue value = reader.findBulkData(stored, "00880200/1/7FE00010");
        var all = new ByteArrayOutputStream();
        value.writeTo(0, value.length(), all);
        assertThat(all.toByteArray()).isEqualTo(curve);
        var part = new ByteArrayOutputStream();
        value.writeTo(77, 2, part);
        assertThat(part.toByteArray()).containsExactly(7, 0);
        assertThatThrownBy(() -> reader.findBulkData(stored, "00880200/2/7FE00010"))
                .isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> reader.findBulkData(stored, "../../etc/passwd"))
                .isInstanceOf(FrameException.class);
    }

    @Test
    void theBareDataSetIsWhatFollowsTheFileMetaInformation() throws Exception {
        var image = image(1, 1, 2, 8).setBytes(Tag.PixelData, VR.OB, ascii("ab"));
        var stored = store(image, UID.ExplicitVRLittleEndian);
        var bare = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bare, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        out.writeDataset(image);
        out.flush();

        var written = new ByteArrayOutputStream();
        reader.writeDataSetTo(stored, written);
        assertThat(written.toByteArray()).isEqualTo(bare.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Attributes image(int frames, int rows, int columns, int bits) {
        return new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, "1.2.3.4")
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3")
                .setInt(Tag.NumberOfFrames, VR.IS, frames)
                .setInt(Tag.SamplesPerPixel, VR.US, 1)
                .setInt(Tag.Rows, VR.US, rows)
                .setInt(Tag.Columns, VR.US, columns)
                .setInt(Tag.BitsAllocated, VR.US, bits);
    }

    private StoredInstance store(Attributes dataset, String transferSyntax) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var meta =
                FileMetaInformation.of(new Uid(UID.SecondaryCaptureImageStorage), new Uid("1.2.3.4"), transferSyntax);
        var out = new DicomOutputStream(bytes, TransferSyntax.of(transferSyntax));
        out.writeFile(meta, dataset);
        out.flush();
        assertThat(archive.ingest.receive(stow(bytes.toByteArray()))).isInstanceOf(Stored.class);
        return archive.index.find("1.2.3.4").orElseThrow();
    }

    private String frames(StoredInstance stored, Integer... numbers) throws Exception {
        var out = new ByteArrayOutputStream();
        var text = new StringBuilder();
        reader.openFrames(stored, List.of(numbers)).writeTo(out, index -> {
            if (index > 0) {
                out.write('|');
            }
        });
        return text.append(out.toString(StandardCharsets.US_ASCII)).append('|').toString();
    }
}
