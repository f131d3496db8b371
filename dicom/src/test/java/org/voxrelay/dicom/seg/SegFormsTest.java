package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

class SegFormsTest {
    private static final int VOXELS = 21 * 19 * 12;
    private static final PhantomResult RESULT =
            PhantomResult.of(PhantomSeries.of(CtPhantom.of(Orientation.OBLIQUE, 21, 19, 12), "seg forms"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SegForm.class)
    void everyFormGivesTheLabelsBackOnTheirGrid(SegForm form) throws Exception {
        RESULT.writeSeg(file(), form);
        assertThat(read().volumes()).containsExactly(RESULT.labels());
        assertThat(read(grid()).volumes().get(0).labels())
                .isEqualTo(RESULT.labels().labels());
    }

    @Test
    void threeHundredSegmentsHaveSixteenBits() throws Exception {
        LabelVolume labels = randomLabels(300);
        Attributes header = write(new SegWriter(description(300)), Layers.of(labels));
        assertThat(header.getString(Tag.SOPClassUID)).contains(SegmentationType.LABEL_MAP_SEGMENTATION_STORAGE);
        assertThat(header.getInt(Tag.BitsAllocated, 0)).isEqualTo(16);
        assertThat(read().volumes().get(0).labels()).isEqualTo(labels.labels());
    }

    @Test
    void threeHundredSegmentsAreWrittenBinaryWhereThatIsWanted() throws Exception {
        LabelVolume labels = randomLabels(300);
        Attributes header = write(new SegWriter(description(300), SegForm.BINARY), Layers.of(labels));
        assertThat(header.getInt(Tag.BitsAllocated, 0)).isEqualTo(1);
        assertThat(read().volumes().get(0).labels()).isEqualTo(labels.labels());
    }

    @Test
    void theFormIsChosenByNumberOfSegmentsAndSize() {
        assertThat(SegForm.AUTO.choose(false, 64, 1 << 20)).isEqualTo(SegmentationType.BINARY);
        assertThat(SegForm.AUTO.choose(false, 65, 1 << 20)).isEqualTo(SegmentationType.LABELMAP);
        assertThat(SegForm.AUTO.choose(false, 4, 33 << 20)).isEqualTo(SegmentationType.LABELMAP);
        assertThat(SegForm.LABELMAP.choose(true, 4, 1 << 20)).isEqualTo(SegmentationType.BINARY);
    }

    @Test
    void segmentsThatOverlapAreWrittenBinaryAndReadAsLayers() throws Exception {
        var one = new LabelVolume(RESULT.geometry(), ByteBuffer.allocate(VOXELS));
        var two = new LabelVolume(RESULT.geometry(), ByteBuffer.allocate(VOXELS));
        IntStream.range(500, 900).forEach(i -> one.labels().put(i, (byte) 1));
        IntStream.range(700, 1300).forEach(i -> two.labels().put(i, (byte) 2));
        Attributes header = write(new SegWriter(description(4), SegForm.LABELMAP), new Layers(List.of(one, two)));
        assertThat(header.getString(Tag.SegmentationType)).contains("BINARY");
        assertThat(header.getString(Tag.SegmentsOverlap)).contains("YES");
        assertThat(read(RESULT.geometry()).volumes()).containsExactly(one, two);
    }

    @Test
    void aSegmentOfTwoLayersIsRefused() {
        var layers = new Layers(List.of(RESULT.labels(), RESULT.labels()));
        assertThatThrownBy(() -> write(new SegWriter(description(4)), layers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two layers");
    }

    @Test
    void probabilitiesAreStoredInStepsOf255AndTheMostProbableSegmentIsRead() throws Exception {
        FloatBuffer first = FloatBuffer.allocate(VOXELS);
        FloatBuffer second = FloatBuffer.allocate(VOXELS);
        first.put(1000, 0.6f).put(1001, 0.49f).put(1002, 0.51f).put(1003, 1);
        second.put(1000, 0.8f).put(1001, 0.1f).put(1003, 0.2f);
        var volume = FractionalVolume.of(RESULT.geometry(), List.of(first, second));
        Attributes header;
        try (var out = Files.newOutputStream(file())) {
            header = new SegWriter(description(2)).write(RESULT.images(), volume, out);
        }
        assertThat(header.getString(Tag.SegmentationFractionalType)).contains("PROBABILITY");
        assertThat(header.getInt(Tag.MaximumFractionalValue, 0)).isEqualTo(255);
        LabelVolume labels = read(RESULT.geometry()).volumes().get(0);
        assertThat(IntStream.range(999, 1005).map(labels::label)).containsExactly(0, 2, 0, 1, 1, 0);
        try (FileChannel channel = FileChannel.open(file())) {
            SegReader seg = PhantomResult.open(file(), channel);
            char[] values = new char[seg.pixels()];
            seg.values(seg.frames().get(0), values);
            assertThat(values[1000 - 2 * values.length]).isEqualTo((char) 153);
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        for (float wrong : new float[] {-0.1f, 1.5f, Float.NaN}) {
            FloatBuffer values = FloatBuffer.allocate(VOXELS).put(7, wrong);
            assertThatThrownBy(() -> FractionalVolume.of(RESULT.geometry(), List.of(values)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("voxel 7");
        }
    }

    @Test
    void theSideIsTheRegionsOrElseTheTypes() throws IOException {
        Attributes header = write(new SegWriter(description(2)), Layers.of(randomLabels(2)));
        List<Attributes> segments = header.getItems(Tag.SegmentSequence);
        Attributes type =
                segments.get(0).getItem(Tag.SegmentedPropertyTypeCodeSequence).orElseThrow();
        assertThat(Code.of(type, Tag.SegmentedPropertyTypeModifierCodeSequence)).contains(left());
        Attributes region = segments.get(1).getItem(Tag.AnatomicRegionSequence).orElseThrow();
        assertThat(Code.of(region, Tag.AnatomicRegionModifierSequence)).contains(left());
    }

    private static LabelVolume randomLabels(int segments) {
        int bytes = segments > 255 ? 2 : 1;
        ByteBuffer labels = ByteBuffer.allocate(VOXELS * bytes);
        var random = new Random(3);
        for (int i = 0; i < VOXELS / 2; i++) {
            int label = random.nextInt(segments + 1);
            labels.put(i * bytes, (byte) label);
            if (bytes == 2) {
                labels.put(2 * i + 1, (byte) (label >> 8));
            }
        }
        return new LabelVolume(RESULT.geometry(), labels);
    }

    static SegDescription description(int segments) {
        SegDescription four = PhantomResult.segDescription();
        return new SegDescription(
                four.identity(),
                four.equipment(),
                four.algorithm(),
                four.contentLabel(),
                four.contentDescription(),
                IntStream.rangeClosed(1, segments)
                        .mapToObj(SegFormsTest::segment)
                        .toList());
    }

    private static Segment segment(int number) {
        return new Segment(
                number,
                "Segment " + number,
                new Code("123037004", "SCT", "Anatomical Structure"),
                new Code("64033007", "SCT", "Kidney"),
                number % 2 == 0 ? Optional.of(new Code("113345001", "SCT", "Abdomen")) : Optional.empty(),
                Optional.of(left()),
                new Rgb(number % 256, 100, 100),
                "segment " + number,
                Uid.named("segment " + number));
    }

    private static Code left() {
        return new Code("7771000", "SCT", "Left");
    }

    private Attributes write(SegWriter writer, Layers layers) throws IOException {
        try (var out = Files.newOutputStream(file())) {
            return writer.write(RESULT.images(), layers, out);
        }
    }

    private VolumeGeometry grid() throws Exception {
        try (FileChannel channel = FileChannel.open(file())) {
            return SegGrid.of(PhantomResult.open(file(), channel), 1 << 20);
        }
    }

    private Layers read() throws Exception {
        return read(RESULT.geometry());
    }

    private Layers read(VolumeGeometry grid) throws Exception {
        try (FileChannel channel = FileChannel.open(file())) {
            return new LayerReader(PhantomResult.open(file(), channel), grid).read();
        }
    }

    private Path file() {
        return folder.resolve("seg.dcm");
    }
}
