package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.TestCodecs;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Peers.Ended;

/** highdicom and pydicom read every form that we write, and we read every form that they write. */
class SegPeersIT {
    /** 37 x 45 pixels: a frame ends within a byte. */
    private static final CtPhantom PHANTOM = CtPhantom.of(Orientation.OBLIQUE, 45, 37, 24);

    private static final PhantomSeries SERIES = PhantomSeries.of(PHANTOM, "seg peers");

    @TempDir
    static Path theirs;

    @TempDir
    Path folder;

    private static Path python;

    @BeforeAll
    static void makeTheirs() throws IOException {
        python = Peers.python("highdicom");
        SERIES.write(theirs.resolve("ct"));
        run("make_segs.py", theirs.resolve("ct").toString(), theirs.toString());
    }

    @ParameterizedTest
    @EnumSource(SegmentationType.class)
    void theyReadOurs(SegmentationType type) throws Exception {
        PhantomResult result = PhantomResult.of(SERIES);
        ByteBuffer labels = result.labels().labels();
        // a phantom fills all slices: leave some out
        for (int z : new int[] {0, 5, 6}) {
            labels.put(z * 45 * 37, new byte[45 * 37]);
        }
        if (type == SegmentationType.FRACTIONAL) {
            try (var out = Files.newOutputStream(file("seg.dcm"))) {
                new SegWriter(PhantomResult.segDescription()).write(result.images(), certain(result), out);
            }
        } else {
            result.writeSeg(file("seg.dcm"), SegForm.valueOf(type.name()));
        }
        check(result.labels(), type);
    }

    @Test
    void theyReadOurLabelMapOfThreeHundredSegments() throws Exception {
        PhantomResult result = PhantomResult.of(SERIES);
        ByteBuffer wide = ByteBuffer.allocate(2 * 45 * 37 * 24);
        for (int i = 0; i < wide.capacity() / 2; i++) {
            int label = i / 7 % 301;
            wide.put(2 * i, (byte) label).put(2 * i + 1, (byte) (label >> 8));
        }
        var labels = new LabelVolume(result.geometry(), wide);
        try (var out = Files.newOutputStream(file("seg.dcm"))) {
            new SegWriter(SegFormsTest.description(300)).write(result.images(), labels, out);
        }
        check(labels, SegmentationType.LABELMAP);
    }

    /** Label maps are unknown to it. */
    @ParameterizedTest
    @EnumSource(
            value = SegmentationType.class,
            names = {"BINARY", "FRACTIONAL"})
    void dciodvfyFindsNoErrorWhereItKnowsTheClass(SegmentationType type) throws Exception {
        String dciodvfy = Peers.require("dciodvfy").toString();
        PhantomResult result = PhantomResult.of(SERIES);
        try (var out = Files.newOutputStream(file("seg.dcm"))) {
            var writer = new SegWriter(
                    SegFormsTest.description(4), type == SegmentationType.LABELMAP ? SegForm.LABELMAP : SegForm.BINARY);
            if (type == SegmentationType.FRACTIONAL) {
                writer.write(result.images(), certain(result), out);
            } else {
                writer.write(result.images(), result.labels(), out);
            }
        }
        String said = Peers.run(dciodvfy, file("seg.dcm").toString()).output();
        assertThat(said).contains("Segmentation").doesNotContain("Error");
    }

    @Test
    void weReadTheirs() throws Exception {
        var read = new ArrayList<String>();
        try (Stream<Path> files = Files.list(theirs);
                var process = TestCodecs.process()) {
            for (Path seg :
                    files.filter(file -> file.toString().endsWith(".dcm")).toList()) {
                String name = seg.getFileName().toString().replace(".dcm", "");
                assertThat(labels(seg, new Codecs(process))).as(name).isEqualTo(truth(name));
                read.add(name);
            }
        }
        assertThat(read)
                .contains(
                        "binary",
                        "implicit",
                        "all-frames",
                        "sparse",
                        "reversed",
                        "labelmap",
                        "labelmap-rle",
                        "labelmap-jpegls",
                        "labelmap-300",
                        "fractional",
                        "fractional-rle");
    }

    private static int[] labels(Path file, Codecs codecs) throws Exception {
        try (FileChannel channel = FileChannel.open(file);
                var in = new DicomInputStream(Files.newInputStream(file))) {
            var header = in.setBulkData(1 << 20).readDataset();
            var seg = SegReader.of(header, in.getTransferSyntax(), InstanceBytes.of(channel), codecs);
            Layers layers = new LayerReader(seg, PHANTOM.geometry()).read();
            assertThat(layers.overlapping()).isFalse();
            LabelVolume volume = layers.volumes().get(0);
            int[] labels = new int[Math.toIntExact(volume.geometry().voxelCount())];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = volume.label(i);
            }
            return labels;
        }
    }

    private static int[] truth(String name) throws IOException {
        byte[] words = Files.readAllBytes(theirs.resolve(name + ".labels"));
        int[] labels = new int[words.length / 2];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = words[2 * i] & 0xFF | (words[2 * i + 1] & 0xFF) << 8;
        }
        return labels;
    }

    private static FractionalVolume certain(PhantomResult result) {
        List<ByteBuffer> values = Stream.of(1, 2, 3, 4)
                .map(segment -> {
                    ByteBuffer of = ByteBuffer.allocate(45 * 37 * 24);
                    for (int i = 0; i < of.capacity(); i++) {
                        of.put(i, (byte) (result.labels().label(i) == segment ? 255 : 0));
                    }
                    return of;
                })
                .toList();
        return new FractionalVolume(result.geometry(), values);
    }

    private void check(LabelVolume labels, SegmentationType type) throws Exception {
        VolumeGeometry g = labels.geometry();
        ByteBuffer wide = ByteBuffer.allocate(Math.toIntExact(2 * g.voxelCount()));
        for (int i = 0; i < g.voxelCount(); i++) {
            wide.put(2 * i, (byte) labels.label(i)).put(2 * i + 1, (byte) (labels.label(i) >> 8));
        }
        PhantomResult.of(SERIES).writeTruth(file("narrow"), file("grid"));
        Files.write(file("labels"), wide.array());
        run(
                "check_segmap.py",
                file("seg.dcm").toString(),
                file("labels").toString(),
                file("grid").toString(),
                type.name());
    }

    private static void run(String script, String... arguments) {
        Ended ended =
                Peers.run(Stream.concat(Stream.of(python.toString(), "src/test/python/" + script), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
