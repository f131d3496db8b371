package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;

class SegWriterTest {
    private static final CtPhantom PHANTOM = CtPhantom.of(Orientation.OBLIQUE, 21, 19, 12);
    private static final PhantomSeries SERIES =
            PhantomSeries.of(PHANTOM, "seg writer").with(SliceOrder.SHUFFLED);

    @TempDir
    Path folder;

    @Test
    void everyLabelIsReadBackAtItsPlace() throws Exception {
        PhantomResult result = PhantomResult.of(SERIES);
        Path file = folder.resolve("seg.dcm");
        result.writeSeg(file);
        byte[] labels = new byte[(int) PHANTOM.geometry().voxelCount()];
        try (FileChannel channel = FileChannel.open(file)) {
            SegReader seg = SegReader.of(PhantomResult.read(file), channel);
            char[] mask = new char[21 * 19];
            for (SegReader.Frame frame : seg.frames()) {
                int z = slice(result, frame);
                seg.labels(frame, mask);
                for (int i = 0; i < mask.length; i++) {
                    labels[z * mask.length + i] += (byte) mask[i];
                }
            }
        }
        assertThat(ByteBuffer.wrap(labels)).isEqualTo(result.labels().labels());
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        PhantomResult result = PhantomResult.of(SERIES);
        result.writeSeg(folder.resolve("a"));
        result.writeSeg(folder.resolve("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void theHeaderThatIsReturnedIsTheOneInTheFile() throws IOException {
        Attributes header = PhantomResult.of(SERIES).writeSeg(folder.resolve("seg.dcm"));
        Attributes read = PhantomResult.read(folder.resolve("seg.dcm"));
        assertThat(read.getBulkData(Tag.PixelData)).isPresent();
        assertThat(read.remove(Tag.PixelData)).isEqualTo(header);
    }

    @Test
    void framesWithoutAVoxelAreLeftOutAndDimensionIndexesAreDense() throws IOException {
        ByteBuffer labels = ByteBuffer.allocate(21 * 19 * 12);
        labels.put(3 * 21 * 19, (byte) 4); // slice 3
        labels.put(7 * 21 * 19 + 5, (byte) 2); // slice 7
        labels.put(7 * 21 * 19 + 6, (byte) 4);
        Attributes header = write(new LabelVolume(PHANTOM.geometry(), labels));
        List<String> frames = header.getItems(Tag.PerFrameFunctionalGroupsSequence).stream()
                .map(group -> group.getItem(Tag.SegmentIdentificationSequence)
                                .orElseThrow()
                                .getInt(Tag.ReferencedSegmentNumber, 0)
                        + ": "
                        + group.getItem(Tag.FrameContentSequence).orElseThrow().getStrings(Tag.DimensionIndexValues))
                .toList();
        assertThat(frames).containsExactly("2: [1, 2]", "4: [2, 1]", "4: [2, 2]");
        assertThat(header.getItems(Tag.SegmentSequence)).hasSize(4);
    }

    @Test
    void aVolumeWithoutALabelHasOneEmptyFrame() throws Exception {
        Path file = folder.resolve("seg.dcm");
        PhantomResult.withoutFinding(SERIES).writeSeg(file);
        try (FileChannel channel = FileChannel.open(file)) {
            SegReader seg = SegReader.of(PhantomResult.read(file), channel);
            char[] mask = new char[21 * 19];
            seg.labels(seg.frames().get(0), mask);
            assertThat(seg.frames()).hasSize(1);
            assertThat(mask).containsOnly((char) 0);
            assertThat(seg.segmentNumbers()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aLabelWithoutASegmentIsRefused() {
        ByteBuffer labels = ByteBuffer.allocate(21 * 19 * 12).put(100, (byte) 5);
        assertThatThrownBy(() -> write(new LabelVolume(PHANTOM.geometry(), labels)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 5");
    }

    @Test
    void imagesInAnotherOrderThanTheVolumeAreRefused() {
        PhantomResult result = PhantomResult.of(SERIES);
        List<Attributes> reversed = new ArrayList<>(result.images());
        Collections.reverse(reversed);
        SegWriter writer = new SegWriter(PhantomResult.segDescription());
        assertThatThrownBy(() -> writer.write(reversed, result.labels(), OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not lie");
    }

    @Test
    void whatIsNoBinarySegmentationIsRefused() throws IOException {
        PhantomResult.of(SERIES).writeSeg(folder.resolve("seg.dcm"));
        Attributes seg = PhantomResult.read(folder.resolve("seg.dcm"));
        assertRefused(new Attributes(seg).setString(Tag.SegmentationType, "SURFACE"));
        assertRefused(new Attributes(seg).setInt(Tag.NumberOfFrames, 3));
        assertRefused(new Attributes(seg).setInt(Tag.Rows, 65535));
        assertRefused(new Attributes(seg).remove(Tag.SharedFunctionalGroupsSequence));
        assertRefused(new Attributes(seg).remove(Tag.PixelData));
        assertRefused(new Attributes(seg).setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(List.of(new byte[2]))));
    }

    private static void assertRefused(Attributes seg) {
        assertThatThrownBy(() -> SegReader.of(seg, null)).isInstanceOf(SegException.class);
    }

    private static Attributes write(LabelVolume labels) throws IOException {
        return new SegWriter(PhantomResult.segDescription())
                .write(PhantomResult.of(SERIES).images(), labels, new ByteArrayOutputStream());
    }

    /** The slice whose image the frame says it was derived from. */
    private static int slice(PhantomResult result, SegReader.Frame frame) {
        for (int z = 0; z < result.images().size(); z++) {
            if (result.images().get(z).getString(Tag.SOPInstanceUID).equals(frame.sourceSopInstanceUid())) {
                return z;
            }
        }
        throw new AssertionError("a frame of no image");
    }
}
