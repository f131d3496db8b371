package org.voxrelay.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.LayerReader;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegReader;

/** The labels of a segmentation, put by the positions of its frames onto the grid of the phantom: uint8, [z][y][x]. */
record FoundLabels(CtPhantom phantom, byte[] labels) {
    static FoundLabels read(Path seg, CtPhantom phantom) throws IOException, SegException, InterruptedException {
        try (FileChannel channel = FileChannel.open(seg);
                var in = new DicomInputStream(new BufferedInputStream(Files.newInputStream(seg)))) {
            Attributes header = in.setBulkData(1 << 20).readDataset();
            SegReader reader =
                    SegReader.of(header, in.getTransferSyntax(), InstanceBytes.of(channel), Codecs.withoutProcess());
            var layers = new LayerReader(reader, phantom.geometry()).read();
            byte[] labels = new byte[Math.toIntExact(phantom.geometry().voxelCount())];
            layers.volumes().get(0).labels().get(0, labels);
            return new FoundLabels(phantom, labels);
        }
    }

    /** How well each label from 1 to 4 agrees with the phantom's truth: 0 not at all, 1 everywhere. */
    List<Double> dice() {
        byte[] truth = phantom.labels().array();
        var dice = new ArrayList<Double>();
        for (int label = 1; label <= 4; label++) {
            long both = 0;
            long sum = 0;
            for (int i = 0; i < truth.length; i++) {
                both += truth[i] == label && labels[i] == label ? 1 : 0;
                sum += (truth[i] == label ? 1 : 0) + (labels[i] == label ? 1 : 0);
            }
            dice.add(2.0 * both / sum);
        }
        return dice;
    }

    /** Writes labels and grid as check_seg.py reads them. */
    void write(Path labelFile, Path gridFile) throws IOException {
        Files.write(labelFile, labels);
        VolumeGeometry g = phantom.geometry();
        Files.writeString(
                gridFile,
                String.join(
                        "\n",
                        String.format(Locale.ROOT, "%d %d %d", g.zSize(), g.ySize(), g.xSize()),
                        g.zSpacingMm() + " " + g.ySpacingMm() + " " + g.xSpacingMm(),
                        line(g.origin()),
                        line(g.xDirection()),
                        line(g.yDirection())));
    }

    private static String line(Vec3 vector) {
        return vector.x() + " " + vector.y() + " " + vector.z();
    }
}
