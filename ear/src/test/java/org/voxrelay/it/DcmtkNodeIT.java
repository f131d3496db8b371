package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** DCMTK's programs use the DICOM node in every way that they know, and are used by it. */
class DcmtkNodeIT {
    @TempDir
    Path folder;

    private RunningServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    private Peers.Ended run(String program, List<String> options, String... more) {
        var command = new ArrayList<String>(
                List.of(Peers.require(program).toString(), "-v", "-aet", "DCMTK", "-aec", RunningServer.AE_TITLE));
        command.addAll(options);
        command.addAll(List.of("127.0.0.1", Integer.toString(server.dicomPort())));
        command.addAll(List.of(more));
        return Peers.run(folder, command);
    }

    private static List<String> keys(String... keys) {
        var options = new ArrayList<String>();
        for (String key : keys) {
            options.add("-k");
            options.add(key);
        }
        return options;
    }

    private Peers.Ended find(String model, String... keys) {
        var options = new ArrayList<String>(List.of(model));
        options.addAll(keys(keys));
        return run("findscu", options);
    }

    private static long responses(Peers.Ended ended) {
        return ended.output()
                .lines()
                .filter(line -> line.contains("Find Response:"))
                .count();
    }

    @Test
    void echoscuIsAnswered() {
        Peers.Ended ended = run("echoscu", List.of());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-xe, 1.2.840.10008.1.2.1",
        "-xb, 1.2.840.10008.1.2.2",
        "-xi, 1.2.840.10008.1.2",
        "-xd, 1.2.840.10008.1.2.1.99",
        "-xs, 1.2.840.10008.1.2.4.70",
        "-xy, 1.2.840.10008.1.2.4.50",
        "-xx, 1.2.840.10008.1.2.4.51",
        "-xv, 1.2.840.10008.1.2.4.90",
        "-xw, 1.2.840.10008.1.2.4.91",
        "-xt, 1.2.840.10008.1.2.4.80",
        "-xu, 1.2.840.10008.1.2.4.81",
        "-xm, 1.2.840.10008.1.2.4.100",
        "-xh, 1.2.840.10008.1.2.4.101",
        "-xn, 1.2.840.10008.1.2.4.102",
        "-xl, 1.2.840.10008.1.2.4.103",
        "-xr, 1.2.840.10008.1.2.5"
    })
    void storescuStoresInEverySyntaxThatItProposes(String option, String transferSyntax) throws Exception {
        String uid = "2.25." + Math.abs((long) transferSyntax.hashCode());
        Path file = write(uid, transferSyntax);

        Peers.Ended ended = run("storescu", List.of(option), file.toString());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        Path kept = stored(uid);
        assertThat(Peers.run(Peers.require("dcmftest").toString(), kept.toString())
                        .output())
                .startsWith("yes");
        assertThat(Peers.run(Peers.require("dcmdump").toString(), "+P", "TransferSyntaxUID", "-Un", kept.toString())
                        .output())
                .contains("[" + transferSyntax + "]");
        assertThat(SentSeries.received(kept.getParent()))
                .hasEntrySatisfying(uid + ".2", bytes -> assertThat(bytes).hasSizeGreaterThan(100));
        var found = find(
                "-S",
                "QueryRetrieveLevel=IMAGE",
                "StudyInstanceUID=" + uid,
                "SeriesInstanceUID=" + uid + ".1",
                "SOPInstanceUID",
                "AvailableTransferSyntaxUID");
        assertThat(found.output()).contains(uid + ".2");
    }

    private Path stored(String uid) throws Exception {
        var answer = http.get(
                "dicom-web/studies/" + uid + "/series/" + uid + ".1/instances/" + uid + ".2",
                "Accept",
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        assertThat(answer.statusCode()).isEqualTo(200);
        Path kept = Files.createDirectories(folder.resolve("kept"));
        return Files.write(
                kept.resolve("kept.dcm"), Multipart.parts(answer).get(0).body());
    }

    private Path write(String uid, String transferSyntax) throws IOException {
        var image = new Attributes()
                .setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage)
                .setString(Tag.SOPInstanceUID, VR.UI, uid + ".2")
                .setString(Tag.StudyInstanceUID, VR.UI, uid)
                .setString(Tag.SeriesInstanceUID, VR.UI, uid + ".1")
                .setString(Tag.PatientID, VR.LO, "SYNTAX")
                .setString(Tag.PatientName, VR.PN, "SYNTAX^" + uid)
                .setInt(Tag.Rows, VR.US, 16)
                .setInt(Tag.Columns, VR.US, 16)
                .setInt(Tag.BitsAllocated, VR.US, 8)
                .setInt(Tag.BitsStored, VR.US, 8)
                .setInt(Tag.HighBit, VR.US, 7)
                .setInt(Tag.PixelRepresentation, VR.US, 0)
                .setInt(Tag.SamplesPerPixel, VR.US, 1)
                .setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        boolean encapsulated = TransferSyntax.of(transferSyntax).encapsulated();
        if (encapsulated) {
            image.setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(List.of(new byte[300])));
        } else {
            image.setBytes(Tag.PixelData, VR.OB, new byte[256]);
        }
        Path file = folder.resolve("sent.dcm");
        var meta =
                FileMetaInformation.of(new Uid(UID.SecondaryCaptureImageStorage), new Uid(uid + ".2"), transferSyntax);
        try (var out = new DicomOutputStream(Files.newOutputStream(file), TransferSyntax.of(transferSyntax))) {
            out.writeFile(meta, image);
        }
        return file;
    }

    @Test
    void findscuFindsAtEveryLevel() throws Exception {
        SentSeries series = SentSeries.stored(folder, "dcmtk find", http);
        String patient = series.identity().patientId();
        var patients = find("-P", "QueryRetrieveLevel=PATIENT", "PatientID=" + patient, "PatientName");
        assertThat(responses(patients)).as(patients.output()).isEqualTo(1);
        var studies = find(
                "-S",
                "QueryRetrieveLevel=STUDY",
                "PatientID=" + patient,
                "StudyInstanceUID",
                "StudyDate=19000101-",
                "NumberOfStudyRelatedInstances");
        assertThat(studies.output()).contains(series.study()).contains("IS [" + SentSeries.IMAGES + " ]");
        assertThat(responses(studies)).isEqualTo(1);
        var inSeries = find(
                "-S",
                "QueryRetrieveLevel=SERIES",
                "StudyInstanceUID=" + series.study(),
                "SeriesInstanceUID",
                "Modality=C?");
        assertThat(inSeries.output()).contains(series.series());
        var images = find(
                "-P",
                "QueryRetrieveLevel=IMAGE",
                "PatientID=" + patient,
                "StudyInstanceUID=" + series.study(),
                "SeriesInstanceUID=" + series.series(),
                "SOPInstanceUID",
                "InstanceNumber");
        assertThat(responses(images)).as(images.output()).isEqualTo(SentSeries.IMAGES);
        assertThat(responses(find("-S", "QueryRetrieveLevel=STUDY", "PatientID=" + patient + "_%")))
                .isZero();
        assertThat(responses(find(
                        "-S", "QueryRetrieveLevel=STUDY", "StudyInstanceUID=" + series.study(), "StudyDate=-19000101")))
                .isZero();
    }

    @Test
    void getscuGetsWhatWasStored() throws Exception {
        SentSeries series = SentSeries.stored(folder, "dcmtk get", http);
        Path received = Files.createDirectory(folder.resolve("got"));
        var options = new ArrayList<String>(List.of("-S", "-B", "-od", received.toString()));
        options.addAll(keys("QueryRetrieveLevel=STUDY", "StudyInstanceUID=" + series.study()));
        Peers.Ended ended = run("getscu", options);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        series.assertCameWhole(SentSeries.received(received));
    }

    @Test
    void movescuMovesToARegisteredStorescpAndToNoOther() throws Exception {
        SentSeries series = SentSeries.stored(folder, "dcmtk move", http);
        int port = Ports.free();
        Path received = Files.createDirectory(folder.resolve("moved"));
        var storescp = List.of(
                Peers.require("storescp").toString(),
                "+xa",
                "-B",
                "-aet",
                "STORESCP",
                "-od",
                received.toString(),
                Integer.toString(port));
        try (var ignored = PeerProgram.serving(port, folder, storescp)) {
            var options = new ArrayList<String>(List.of("-S", "-aem", "STORESCP"));
            options.addAll(keys(
                    "QueryRetrieveLevel=SERIES",
                    "StudyInstanceUID=" + series.study(),
                    "SeriesInstanceUID=" + series.series()));
            Peers.Ended unknown = run("movescu", options);
            assertThat(unknown.output()).contains("MoveDestinationUnknown");
            KnownNode.register(http, "STORESCP", port, "MOVE_DESTINATION");
            Peers.Ended ended = run("movescu", options);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
        series.assertCameWhole(SentSeries.received(received));
    }

    @Test
    void dcmqrscpIsADestinationThatKeepsWhatItGets() throws Exception {
        SentSeries series = SentSeries.stored(folder, "dcmtk dcmqrscp", http);
        int port = Ports.free();
        Path received = Files.createDirectory(folder.resolve("qr"));
        Path configuration = Files.writeString(folder.resolve("dcmqrscp.cfg"), """
                NetworkTCPPort = %d
                MaxPDUSize = 16384
                MaxAssociations = 16
                HostTable BEGIN
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                QRSCP %s RW (200, 1024mb) ANY
                AETable END
                """.formatted(port, received));
        var dcmqrscp = List.of(
                Peers.require("dcmqrscp").toString(), "-c", configuration.toString(), "-v", Integer.toString(port));
        try (var ignored = PeerProgram.serving(port, folder, dcmqrscp)) {
            KnownNode.register(http, "QRSCP", port, "MOVE_DESTINATION");
            assertThat(KnownNode.echo(http, "QRSCP").path("alive").asBoolean()).isTrue();
            var options = new ArrayList<String>(List.of("-S", "-aem", "QRSCP"));
            options.addAll(keys("QueryRetrieveLevel=STUDY", "StudyInstanceUID=" + series.study()));
            Peers.Ended ended = run("movescu", options);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
        Files.deleteIfExists(received.resolve("index.dat"));
        assertThat(SentSeries.received(received).keySet())
                .isEqualTo(series.dataSets().keySet());
    }
}
