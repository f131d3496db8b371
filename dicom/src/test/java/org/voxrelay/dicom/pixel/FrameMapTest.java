package org.voxrelay.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

class FrameMapTest {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, 1, 1};
    private static final byte[] J2K = {(byte) 0xFF, 0x4F, (byte) 0xFF, 0x51};
    private static final byte[] MORE = {7, 7, 7, 7};

    @Test
    void allFragmentsOfOneFrameBelongToIt() throws Exception {
        assertThat(fragmentsPerFrame(image(1, basic(), JPEG, MORE, MORE))).containsExactly(3);
    }

    @Test
    void oneFragmentAFrameNeedsNoTableAndBelievesNone() throws Exception {
        assertThat(fragmentsPerFrame(image(2, basic(5, 99), MORE, MORE))).containsExactly(1, 1);
    }

    @Test
    void theBasicOffsetTableSaysWhereFramesBegin() throws Exception {
        assertThat(fragmentsPerFrame(image(2, basic(0, 12), MORE, MORE, MORE))).containsExactly(1, 2);
        assertThat(fragmentsPerFrame(image(2, basic(0, 24), MORE, MORE, MORE))).containsExactly(2, 1);
    }

    @Test
    void theExtendedOffsetTableComesFirst() throws Exception {
        Attributes image = image(2, basic(0, 12), MORE, MORE, MORE);
        image.setBytes(
                Tag.ExtendedOffsetTable,
                VR.OV,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0)
                        .putLong(24)
                        .array());
        assertThat(fragmentsPerFrame(image)).containsExactly(2, 1);
    }

    @Test
    void withoutATableFramesBeginWhereStreamsDo() throws Exception {
        assertThat(fragmentsPerFrame(image(2, basic(), JPEG, MORE, JPEG))).containsExactly(2, 1);
        assertThat(fragmentsPerFrame(image(3, basic(), J2K, J2K, MORE, MORE, J2K)))
                .containsExactly(1, 3, 1);
    }

    /** Class 14 of the hostile inputs. */
    @ParameterizedTest
    @CsvSource({"0, 11", "0, 0", "12, 24", "24, 0", "0, 4000000", "0, -1"})
    void aCorruptTableIsNotBelieved(int first, int second) throws Exception {
        assertThat(fragmentsPerFrame(image(2, basic(first, second), JPEG, JPEG, MORE)))
                .containsExactly(1, 2);
        assertThatThrownBy(() -> map(image(2, basic(first, second), MORE, MORE, MORE)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("not known which fragments");
    }

    /** Classes 10 and 14 of the hostile inputs. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "3, 2", "2000000000, 2"})
    void framesThatCannotBeThereAreRefused(int frames, int fragments) {
        byte[][] parts = new byte[fragments][];
        Arrays.fill(parts, JPEG);
        assertThatThrownBy(() -> map(image(frames, basic(), parts))).isInstanceOf(PixelException.class);
    }

    @Test
    void nativeFramesOfMoreThanTwoGigabytesAreFoundWithoutReadingThem() throws Exception {
        Attributes image = described(7)
                .setInt(Tag.Rows, 40_000)
                .setInt(Tag.Columns, 40_000)
                .setBulkData(Tag.PixelData, VR.OW, new BulkData(1000, 7L * 1_600_000_000));
        FrameMap map = FrameMap.of(image, InstanceBytes.NONE);
        assertThat(map.frame(6)).containsExactly(new PixelRun.InFile(1000 + 6L * 1_600_000_000, 1_600_000_000));
        assertThatThrownBy(() -> map.frame(7)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<Integer> fragmentsPerFrame(Attributes image) throws Exception {
        FrameMap map = map(image);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < map.count(); i++) {
            sizes.add(map.frame(i).size());
        }
        return sizes;
    }

    private static FrameMap map(Attributes image) throws Exception {
        return FrameMap.of(image, InstanceBytes.NONE);
    }

    private static Attributes image(int frames, byte[] table, byte[]... fragments) {
        List<byte[]> items = new ArrayList<>(List.of(table));
        items.addAll(List.of(fragments));
        return described(frames).setFragments(Tag.PixelData, VR.OB, Fragments.of(items));
    }

    private static Attributes described(int frames) {
        return new Attributes()
                .setInt(Tag.NumberOfFrames, frames)
                .setInt(Tag.Rows, 4)
                .setInt(Tag.Columns, 4)
                .setInt(Tag.BitsAllocated, 8)
                .setInt(Tag.BitsStored, 8);
    }

    private static byte[] basic(int... offsets) {
        ByteBuffer table = ByteBuffer.allocate(4 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int offset : offsets) {
            table.putInt(offset);
        }
        return table.array();
    }
}
