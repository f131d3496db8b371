package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.IngestResult.Stored;

class MetadataInstancesTest {
    private static final URI BASE = URI.create("http://127.0.0.1/dicom-web/");
    private static final Uid ANY = new Uid("1.2");
    private static final long LONGEST = 1000;

    @TempDir
    Path folder;

    private final MetadataRoom room = new MetadataRoom();
    private final StowAnswer answer = new StowAnswer(BASE);
    private final List<byte[]> stored = new ArrayList<>();
    private final List<String> syntaxes = new ArrayList<>();
    private boolean space = true;
    private MetadataInstances instances;

    @BeforeEach
    void open() {
        var limits = new BulkSpool.Limits() {
            @Override
            public long longestPart() {
                return LONGEST;
            }

            @Override
            public boolean hasSpace() {
                return space;
            }
        };
        instances = new MetadataInstances(this::store, answer, BASE, new BulkSpool(folder, limits), room.share());
    }

    @AfterEach
    void close() throws IOException {
        instances.close();
        assertThat(folder).isEmptyDirectory();
    }

    private Stored store(Body body) throws IOException {
        var composed = (Body.Composed) body;
        var bytes = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bytes, TransferSyntax.of(composed.transferSyntaxUid()))
                .setBulkDataSource(composed.bulkData());
        out.writeDataset(composed.dataset());
        out.finish();
        stored.add(bytes.toByteArray());
        syntaxes.add(composed.transferSyntaxUid());
        return new Stored(ANY, ANY, ANY, ANY, false);
    }

    private Attributes stored(int number) throws IOException {
        return new DicomInputStream(
                        new ByteArrayInputStream(stored.get(number)), TransferSyntax.of(syntaxes.get(number)))
                .readDataset();
    }

    /** An image whose pixel data are at a location, with this many frames. */
    private static Attributes image(int frames) {
        return new Attributes()
                .setString(Tag.SOPInstanceUID, VR.UI, "1.2.3")
                .setInt(Tag.NumberOfFrames, VR.IS, frames)
                .setInt(Tag.Rows, VR.US, 2)
                .setInt(Tag.Columns, VR.US, 2)
                .setBytes(Tag.PixelData, VR.OW, new byte[8]);
    }

    private void metadata(Attributes image, String location) throws Exception {
        var json = new ByteArrayOutputStream();
        DicomJson.write(image, json, (path, vr, value) -> vr == VR.OW ? Optional.of(location) : Optional.empty());
        instances.addMetadata(false, new ByteArrayInputStream(json.toByteArray()));
    }

    private void part(String type, String location, int... bytes) throws Exception {
        byte[] body = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            body[i] = (byte) bytes[i];
        }
        instances.addBulkData(PartHead.ofType(type).with("Content-Location", location), in(body));
    }

    private static InputStream in(byte[] body) {
        return new ByteArrayInputStream(body);
    }

    @Test
    void anInstanceIsStoredWhenItsBulkDataAreThereWhicheverCameFirst() throws Exception {
        metadata(image(1), "bulk/1");
        assertThat(stored).isEmpty();
        part("application/octet-stream", "bulk/1", 1, 2, 3, 4, 5, 6, 7, 8);
        part("application/octet-stream", "http://127.0.0.1/dicom-web/bulk/2", 9, 9, 9, 9, 9, 9, 9, 9);
        metadata(image(1), "bulk/2");

        assertThat(syntaxes).containsExactly(UID.ExplicitVRLittleEndian, UID.ExplicitVRLittleEndian);
        assertThat(stored(0).getBytes(Tag.PixelData)).contains(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(stored(0).getVR(Tag.PixelData)).contains(VR.OW);
        assertThat(stored(1).getBytes(Tag.PixelData)).contains(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
    }

    @Test
    void framesThatAreCompressedComeAsAPartEachAndBecomeFragments() throws Exception {
        metadata(image(2), "bulk/1");
        part("image/dicom-rle", "bulk/1", 1, 2);
        assertThat(stored).isEmpty();
        part("image/dicom-rle", "bulk/1", 3, 4, 5);

        assertThat(syntaxes).containsExactly(UID.RLELossless);
        var fragments = stored(0).getFragments(Tag.PixelData).orElseThrow();
        assertThat(fragments.fragments()).containsExactly(new byte[] {1, 2}, new byte[] {3, 4, 5, 0});
        assertThat(stored(0).getVR(Tag.PixelData)).contains(VR.OB);
    }

    @Test
    void aVideoIsOneStreamForAllFrames() throws Exception {
        metadata(image(50), "bulk/1");
        part("video/mp4; transfer-syntax=" + UID.MPEG4HP42STEREO, "bulk/1", 1, 2);
        assertThat(syntaxes).containsExactly(UID.MPEG4HP42STEREO);
    }

    @Test
    void aMediaTypeThatIsNoPixelDataIsRefused() throws Exception {
        metadata(image(1), "bulk/1");
        part("image/png", "bulk/1", 1, 2);
        instances.finish();
        assertThat(stored).isEmpty();
        assertThat(answer.size()).isEqualTo(1);
    }

    @Test
    void whatNeverComesOrIsTooLongIsRefusedOnce() throws Exception {
        metadata(image(1), "bulk/1");
        metadata(image(2), "bulk/2");
        part("image/dicom-rle", "bulk/2", 1, 2);
        part("application/octet-stream", "bulk/1", new int[(int) LONGEST + 1]);
        instances.finish();
        instances.finish();
        assertThat(stored).isEmpty();
        assertThat(answer.size()).isEqualTo(2);
    }

    @Test
    void aNearlyFullDiskRefusesWhatWouldLieOnIt() throws Exception {
        space = false;
        metadata(image(1), "bulk/1");
        part("application/octet-stream", "bulk/1", 1, 2);
        instances.finish();
        assertThat(stored).isEmpty();
        assertThat(answer.size()).isEqualTo(1);
    }

    @Test
    void metadataThatAreTooManyAreRefusedAndTheirRoomIsGivenBack() throws Exception {
        byte[] spaces = new byte[33 << 20];
        java.util.Arrays.fill(spaces, (byte) ' ');
        for (int i = 0; i < 4; i++) {
            var share = room.share();
            try (var one = new MetadataInstances(this::store, answer, BASE, new BulkSpool(folder, null), share)) {
                one.addMetadata(false, in(spaces));
            }
        }
        assertThat(answer.size()).isEqualTo(4);
        metadata(image(1), "bulk/1");
        part("application/octet-stream", "bulk/1", 1, 2);
        assertThat(stored).hasSize(1);
    }
}
