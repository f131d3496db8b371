package org.voxrelay.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.Transcoder;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.RetrieveResult;
import org.voxrelay.dimse.Status;
import org.voxrelay.dimse.StoreResult;
import org.voxrelay.dimse.StoreService;
import org.voxrelay.dimse.TransferCapability;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Permission;
import org.voxrelay.testing.TestNode;

class RetrieveScpTest {
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;

    @TempDir
    Path folder;

    private TestNode node;
    private final Map<String, byte[]> got = new ConcurrentHashMap<>();
    private final Map<String, String> syntaxes = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder, UnknownNodes.RETRIEVE);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private StoreService keeping() {
        return (request, in) -> {
            got.put(request.sopInstanceUid(), in.readAllBytes());
            syntaxes.put(request.sopInstanceUid(), request.transferSyntaxUid());
            return new StoreResult(Status.SUCCESS, "");
        };
    }

    private static Attributes image(int series, int instance) {
        byte[] pixels = new byte[200_000];
        new Random(instance).nextBytes(pixels);
        var image = new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, "1.2.1." + series + "." + instance)
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2.1")
                .setString(Tag.SeriesInstanceUID, VR.UI, "1.2.1." + series)
                .setString(Tag.PatientID, VR.LO, "P1")
                .setString(Tag.PatientName, VR.PN, "A^B");
        image.newItem(Tag.ReferencedStudySequence).setString(Tag.ReferencedSOPInstanceUID, VR.UI, "1.2.3");
        return image.setInt(Tag.BitsAllocated, VR.US, 16).setBytes(Tag.PixelData, VR.OW, pixels);
    }

    private static byte[] bytes(Attributes dataset, String transferSyntax) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DicomOutputStream(bytes, TransferSyntax.of(transferSyntax));
        out.writeDataset(dataset);
        out.finish();
        return bytes.toByteArray();
    }

    private byte[] store(Attributes image, String transferSyntax) throws Exception {
        byte[] bytes = bytes(image, transferSyntax);
        var declared =
                new Arrival.Declared(image.getString(Tag.SOPClassUID, ""), image.getString(Tag.SOPInstanceUID, ""));
        var result = node.archive.ingest.receive(new Arrival(
                new Arrival.Source(Arrival.Door.C_STORE, "MODALITY"),
                new Arrival.Body.DataSet(new ByteArrayInputStream(bytes), transferSyntax),
                Optional.of(declared),
                Optional.empty()));
        assertThat(result).isInstanceOf(IngestResult.Stored.class);
        return bytes;
    }

    private RetrieveResult get(Attributes keys, String... transferSyntaxes) throws IOException {
        try (Association association = node.request("SOMEBODY")
                .addService(GET)
                .addRetrieved(UID.CTImageStorage, transferSyntaxes)
                .retrieving(keeping())
                .open()) {
            return association.get(GET, keys, progress -> true);
        }
    }

    private static Attributes series(String... uids) {
        return new Attributes()
                .setString(Tag.QueryRetrieveLevel, VR.CS, "SERIES")
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2.1")
                .setString(Tag.SeriesInstanceUID, VR.UI, uids);
    }

    @Test
    void whatWasStoredComesBackByteByByte() throws Exception {
        var sent = new TreeMap<String, byte[]>();
        for (int i = 1; i <= 3; i++) {
            sent.put("1.2.1.1." + i, store(image(1, i), UID.ExplicitVRLittleEndian));
        }
        sent.put("1.2.1.2.1", store(image(2, 1), UID.ExplicitVRLittleEndian));
        store(image(3, 1), UID.ExplicitVRLittleEndian);

        var result = get(series("1.2.1.1", "1.2.1.2"), UID.ExplicitVRLittleEndian);

        assertThat(result.counts().completed()).isEqualTo(4);
        assertThat(got.keySet()).isEqualTo(sent.keySet());
        sent.forEach((uid, bytes) -> assertThat(got.get(uid)).isEqualTo(bytes));
    }

    @Test
    void everyUncompressedSyntaxIsRewrittenForAPeerThatTakesOnlyImplicit() throws Exception {
        var syntaxesOfAll = new String[] {
            UID.ExplicitVRLittleEndian,
            UID.ImplicitVRLittleEndian,
            UID.DeflatedExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian
        };
        for (int i = 0; i < syntaxesOfAll.length; i++) {
            store(image(1, i), syntaxesOfAll[i]);
        }

        var result = get(series("1.2.1.1"), UID.ImplicitVRLittleEndian);

        assertThat(result.counts().completed()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(syntaxes.get("1.2.1.1." + i)).isEqualTo(UID.ImplicitVRLittleEndian);
            var in = new DicomInputStream(
                    new ByteArrayInputStream(got.get("1.2.1.1." + i)), TransferSyntax.of(UID.ImplicitVRLittleEndian));
            assertThat(in.readDataset()).isEqualTo(image(1, i));
        }
    }

    @Test
    void aCompressedImageIsDecodedForAPeerThatTakesNoCompression() throws Exception {
        var image = image(1, 1)
                .setInt(Tag.Rows, VR.US, 100)
                .setInt(Tag.Columns, VR.US, 1000)
                .setInt(Tag.SamplesPerPixel, VR.US, 1)
                .setInt(Tag.BitsStored, VR.US, 16)
                .setInt(Tag.HighBit, VR.US, 15)
                .setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        var compressed = new ByteArrayOutputStream();
        var rle = TransferSyntax.of(UID.RLELossless);
        new Transcoder(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, InstanceBytes.NONE, rle, Codecs.withoutProcess())
                .writeDataset(compressed);
        store(new DicomInputStream(new ByteArrayInputStream(compressed.toByteArray()), rle).readDataset(), rle.uid());

        assertThat(get(series("1.2.1.1"), rle.uid()).counts().completed()).isEqualTo(1);
        assertThat(got.get("1.2.1.1.1")).isEqualTo(compressed.toByteArray());
        assertThat(get(series("1.2.1.1"), UID.ExplicitVRLittleEndian).counts().completed())
                .isEqualTo(1);
        var in = new DicomInputStream(
                new ByteArrayInputStream(got.get("1.2.1.1.1")), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(in.readDataset()).isEqualTo(image);
    }

    @Test
    void whatThePeerCannotTakeIsAFailedSubOperation() throws Exception {
        store(image(1, 1), UID.ExplicitVRLittleEndian);
        store(image(1, 2), UID.JPEGLSLossless);
        var result = get(series("1.2.1.1"), UID.ExplicitVRLittleEndian);
        assertThat(result.counts().completed()).isEqualTo(1);
        assertThat(result.counts().failed()).isEqualTo(1);
        assertThat(result.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
        assertThat(got.keySet()).containsExactly("1.2.1.1.1");
    }

    @Test
    void moreThanTheLimitIsNotBegun() throws Exception {
        for (int i = 0; i <= TestNode.MOST; i++) {
            store(image(1, i).remove(Tag.PixelData), UID.ExplicitVRLittleEndian);
        }
        assertThat(get(series("1.2.1.1"), UID.ExplicitVRLittleEndian).status())
                .isEqualTo(Status.UNABLE_TO_CALCULATE_MATCHES);
    }

    @Test
    void aRetrievalNeedsTheKeyOfItsLevel() throws Exception {
        assertThat(get(series(), UID.ExplicitVRLittleEndian).status()).isEqualTo(Status.DATA_SET_MISMATCH);
        assertThat(get(series("1.2.*"), UID.ExplicitVRLittleEndian).status()).isEqualTo(Status.DATA_SET_MISMATCH);
    }

    @Test
    void instancesMoveToKnownDestinationsOnly() throws Exception {
        byte[] bytes = store(image(1, 1), UID.ExplicitVRLittleEndian);
        var everything = new TransferCapability(uid -> true, uid -> true);
        var entity =
                ApplicationEntity.titled("VIEWER").store(everything, keeping()).build();
        try (var viewer = DimseServer.open(
                        new InetSocketAddress("127.0.0.1", 0),
                        entity,
                        AssociationLimits.DEFAULT,
                        Executors.defaultThreadFactory());
                Association association =
                        node.request("SOMEBODY").addService(MOVE).open()) {
            assertThat(move(association, "VIEWER").status()).isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
            node.nodes.add(new Node(
                    "VIEWER", "127.0.0.1", viewer.port(), false, "", EnumSet.of(Permission.MOVE_DESTINATION), 4, true));
            node.known.forget();
            var moved = move(association, "VIEWER");
            assertThat(moved.status()).isEqualTo(Status.SUCCESS);
            assertThat(moved.counts().completed()).isEqualTo(1);
            assertThat(got.get("1.2.1.1.1")).isEqualTo(bytes);
            var here = move(association, TestNode.TITLE);
            assertThat(here.status()).isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
            assertThat(here.errorComment()).contains("here already");
        }
    }

    private static RetrieveResult move(Association association, String destination) throws IOException {
        return association.move(MOVE, destination, series("1.2.1.1"), progress -> true);
    }
}
