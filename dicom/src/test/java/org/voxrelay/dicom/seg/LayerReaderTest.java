package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;

/** Segmentations of others, in which something is missing, turned around, or wrong. */
class LayerReaderTest {
    private static final int SLICE = 21 * 19;
    private static final long MANY = 1 << 20;
    private static final String DEFLATED = "1.2.840.10008.1.2.8.1";
    private static final PhantomResult RESULT =
            PhantomResult.of(PhantomSeries.of(CtPhantom.of(Orientation.OBLIQUE, 21, 19, 12), "layers"));

    @Test
    void framesOfAnyOrderLieAtTheirPlace() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        List<Attributes> groups = new ArrayList<>(seg.getItems(Tag.PerFrameFunctionalGroupsSequence));
        List<Object> frames =
                new ArrayList<>(seg.getFragments(Tag.PixelData).orElseThrow().fragments());
        Collections.shuffle(groups, new Random(5));
        Collections.shuffle(frames, new Random(5)); // the same order
        seg.remove(Tag.PerFrameFunctionalGroupsSequence);
        var sequence = seg.newSequence(Tag.PerFrameFunctionalGroupsSequence);
        groups.forEach(sequence::add);
        frames.add(0, new byte[0]);
        seg.setFragments(Tag.PixelData, VR.OB, Fragments.of(frames));
        assertThat(read(seg).volumes().get(0).labels())
                .isEqualTo(RESULT.labels().labels());
    }

    /** What OHIF 3.13 stores has no Frame Content and no class of its source images. */
    @Test
    void aLabelMapWithoutFrameContentIsRead() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        seg.remove(Tag.DimensionIndexSequence).remove(Tag.DimensionOrganizationSequence);
        each(seg, group -> {
            group.remove(Tag.FrameContentSequence);
            group.getItem(Tag.DerivationImageSequence)
                    .flatMap(item -> item.getItem(Tag.SourceImageSequence))
                    .orElseThrow()
                    .remove(Tag.ReferencedSOPClassUID);
        });
        assertThat(read(seg).volumes().get(0).labels())
                .isEqualTo(RESULT.labels().labels());
    }

    @Test
    void aTiltedStackHasItsOwnDirectionAndTheVolumeOfItsVoxels() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        VolumeGeometry grid = RESULT.geometry();
        List<Attributes> groups = seg.getItems(Tag.PerFrameFunctionalGroupsSequence);
        for (int z = 0; z < groups.size(); z++) {
            move(groups.get(z), grid.position(0, 0, z).plus(grid.yDirection().times(1.5 * z)));
        }
        VolumeGeometry tilted = SegGrid.of(open(seg), MANY);
        assertThat(tilted.position(0, 0, 11)
                        .distance(grid.position(0, 0, 11).plus(grid.yDirection().times(16.5))))
                .isLessThan(1e-6);
        assertThat(tilted.voxelVolumeMm3()).isCloseTo(grid.voxelVolumeMm3(), within(1e-6));
        assertThat(new LayerReader(open(seg), tilted).read().volumes().get(0).labels())
                .isEqualTo(RESULT.labels().labels());
    }

    /** Deflated Image Frame Compression, also of single bits, which it is meant for: each frame begins at a byte. */
    @ParameterizedTest
    @EnumSource(
            value = SegForm.class,
            names = {"BINARY", "LABELMAP"})
    void deflatedFramesAreRead(SegForm form) throws Exception {
        Attributes seg = written(form);
        SegReader plain = open(seg);
        boolean bits = form == SegForm.BINARY;
        List<byte[]> frames = new ArrayList<>();
        char[] values = new char[SLICE];
        for (SegReader.Frame frame : plain.frames()) {
            plain.values(frame, values);
            byte[] packed = new byte[bits ? (SLICE + 7) / 8 : SLICE];
            for (int i = 0; i < SLICE; i++) {
                packed[bits ? i / 8 : i] |= (byte) (values[i] << (bits ? i % 8 : 0));
            }
            frames.add(Codecs.withoutProcess().encode(ImagePixel.of(seg), DEFLATED, packed));
        }
        seg.remove(Tag.PixelData).setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(frames));
        var reader = SegReader.of(seg, TransferSyntax.of(DEFLATED), InstanceBytes.NONE, Codecs.withoutProcess());
        assertThat(new LayerReader(reader, RESULT.geometry())
                        .read()
                        .volumes()
                        .get(0)
                        .labels())
                .isEqualTo(RESULT.labels().labels());
    }

    @Test
    void slicesThatAreMissingAreEmpty() throws Exception {
        ByteBuffer labels = ByteBuffer.allocate(12 * SLICE);
        for (int z : new int[] {2, 3, 8}) {
            labels.put(z * SLICE + 40 + z, (byte) 3);
        }
        Attributes seg = written(SegForm.BINARY, labels);
        VolumeGeometry grid = SegGrid.of(open(seg), MANY);
        assertThat(grid.zSize()).isEqualTo(7);
        assertThat(grid.position(0, 0, 0).distance(RESULT.geometry().position(0, 0, 2)))
                .isLessThan(1e-3);
        assertThat(read(seg).volumes().get(0).labels()).isEqualTo(labels.slice(2 * SLICE, 7 * SLICE));
    }

    @Test
    void aFrameOfASegmentThatIsNotThereIsRefused() throws Exception {
        Attributes seg = written(SegForm.BINARY);
        seg.getItems(Tag.PerFrameFunctionalGroupsSequence)
                .get(2)
                .getItem(Tag.SegmentIdentificationSequence)
                .orElseThrow()
                .setInt(Tag.ReferencedSegmentNumber, 9);
        assertRefused(seg, "Frame 3 of the segmentation is of segment 9, which is not described.");
    }

    @Test
    void aLabelWithoutASegmentIsRefused() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        seg.getItems(Tag.SegmentSequence).get(3).setInt(Tag.SegmentNumber, 77);
        assertRefused(seg, "shows segment 4, which is not described.");
    }

    @Test
    void framesWithoutAPositionAreRefused() throws Exception {
        Attributes seg = written(SegForm.BINARY);
        seg.getItems(Tag.PerFrameFunctionalGroupsSequence).get(1).remove(Tag.PlanePositionSequence);
        assertRefused(seg, "Frame 2 of the segmentation has no place: An image has no Image Position (Patient).");
    }

    @Test
    void framesOfDifferentDirectionsAreRefused() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        seg.getItems(Tag.PerFrameFunctionalGroupsSequence)
                .get(3)
                .newItem(Tag.PlaneOrientationSequence)
                .setString(Tag.ImageOrientationPatient, "0", "1", "0", "0", "0", "-1");
        assertRefused(seg, "differ in direction");
    }

    @Test
    void framesAtUnevenDistancesAreRefused() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        VolumeGeometry grid = RESULT.geometry();
        move(seg.getItems(Tag.PerFrameFunctionalGroupsSequence).get(4), grid.position(0, 0, 4.45));
        assertRefused(seg, "lies on no slice of the grid");
    }

    @Test
    void framesFarApartAreNoLargeVolume() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        move(
                seg.getItems(Tag.PerFrameFunctionalGroupsSequence).get(11),
                RESULT.geometry().position(0, 0, 1e9));
        assertRefused(seg, "voxels are read at most");
    }

    @Test
    void sizesThatPixelDataDoNotHaveAreRefused() throws Exception {
        assertRefused(written(SegForm.BINARY).setInt(Tag.Rows, 65535), "need more");
        assertRefused(written(SegForm.LABELMAP).setInt(Tag.Columns, 65535).setInt(Tag.Rows, 65535), "65535 x 65535");
        assertRefused(written(SegForm.LABELMAP).setInt(Tag.Rows, 20), "cut off");
        assertRefused(
                written(SegForm.LABELMAP)
                        .setInt(Tag.BitsAllocated, 16)
                        .setInt(Tag.BitsStored, 16)
                        .setInt(Tag.HighBit, 15),
                "segments");
        assertRefused(written(SegForm.BINARY).setInt(Tag.SamplesPerPixel, 3), "cannot be decoded");
        assertRefused(written(SegForm.BINARY).setInt(Tag.NumberOfFrames, 2_000_000_000), "need more");
    }

    @Test
    void aFractionalValueWithoutAMaximumIsRefused() throws Exception {
        Attributes seg = written(SegForm.LABELMAP).setString(Tag.SegmentationType, "FRACTIONAL");
        each(seg, group -> group.newItem(Tag.SegmentIdentificationSequence).setInt(Tag.ReferencedSegmentNumber, 1));
        assertRefused(seg, "Maximum Fractional");
    }

    @Test
    void twoFramesOfALabelMapAtOnePlaceMayNotContradict() throws Exception {
        Attributes seg = written(SegForm.LABELMAP);
        List<Attributes> groups = seg.getItems(Tag.PerFrameFunctionalGroupsSequence);
        move(groups.get(5), RESULT.geometry().position(0, 0, 6));
        assertRefused(seg, "other segments than a frame before it at the same place");
    }

    @Test
    void moreSegmentsThanLayersAtOnePlaceAreRefused() throws Exception {
        List<LabelVolume> volumes = new ArrayList<>();
        for (int number = 1; number <= 9; number++) {
            volumes.add(new LabelVolume(
                    RESULT.geometry(), ByteBuffer.allocate(12 * SLICE).put(50, (byte) number)));
        }
        var out = new ByteArrayOutputStream();
        new SegWriter(SegFormsTest.description(9)).write(RESULT.images(), new Layers(volumes), out);
        assertRefused(parse(out), "More than 8 segments");
    }

    private static void each(Attributes seg, Consumer<Attributes> change) {
        seg.getItems(Tag.PerFrameFunctionalGroupsSequence).forEach(change);
    }

    private static void move(Attributes group, Vec3 to) {
        group.getItem(Tag.PlanePositionSequence)
                .orElseThrow()
                .setDouble(Tag.ImagePositionPatient, to.x(), to.y(), to.z());
    }

    private static Attributes written(SegForm form) throws IOException {
        return written(form, RESULT.labels().labels());
    }

    private static Attributes written(SegForm form, ByteBuffer labels) throws IOException {
        var out = new ByteArrayOutputStream();
        new SegWriter(PhantomResult.segDescription(), form)
                .write(RESULT.images(), new LabelVolume(RESULT.geometry(), labels), out);
        return parse(out);
    }

    private static Attributes parse(ByteArrayOutputStream out) throws IOException {
        return new DicomInputStream(new ByteArrayInputStream(out.toByteArray())).readDataset();
    }

    private static SegReader open(Attributes seg) throws IOException, SegException {
        boolean fragments = seg.getFragments(Tag.PixelData).isPresent();
        return SegReader.of(
                seg,
                TransferSyntax.of(fragments ? "1.2.840.10008.1.2.5" : "1.2.840.10008.1.2.1"),
                InstanceBytes.NONE,
                Codecs.withoutProcess());
    }

    private static Layers read(Attributes seg) throws Exception {
        SegReader reader = open(seg);
        return new LayerReader(reader, SegGrid.of(reader, MANY)).read();
    }

    private static void assertRefused(Attributes seg, String reason) {
        assertThatThrownBy(() -> read(seg)).isInstanceOf(SegException.class).hasMessageContaining(reason);
    }
}
