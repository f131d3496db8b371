package org.voxrelay.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;

class RescaledFramesTest {
    @Test
    void signedTwelveBitPixelsAreExtendedAndRescaled() throws Exception {
        // 0xF800 + 0x0FFF: stored 0xFFF = -1; 0x0800 = -2048; 0x07FF = 2047; the upper four bits are an old overlay
        Attributes image = image(16, 12, 11, 1, bytes(0xFFFF, 0x3800, 0x07FF, 0x0000))
                .setString(Tag.RescaleSlope, "2")
                .setString(Tag.RescaleIntercept, "-10.5");
        assertThat(values(RescaledFrames.ofMemory(image), 0)).containsExactly(-12.5f, -4106.5f, 4083.5f, -10.5f);
    }

    @Test
    void unsignedSixteenBitPixelsAreNotNegative() throws Exception {
        Attributes image = image(16, 16, 15, 0, bytes(0xFFFF, 0x8000, 1, 0));
        assertThat(values(RescaledFrames.ofMemory(image), 0)).containsExactly(65535f, 32768f, 1f, 0f);
    }

    @Test
    void eightBitPixelsAreReadBothWays() throws Exception {
        byte[] pixels = {(byte) 0xFF, (byte) 0x80, 1, 0};
        assertThat(values(RescaledFrames.ofMemory(image(8, 8, 7, 0, pixels)), 0))
                .containsExactly(255f, 128f, 1f, 0f);
        assertThat(values(RescaledFrames.ofMemory(image(8, 8, 7, 1, pixels)), 0))
                .containsExactly(-1f, -128f, 1f, 0f);
    }

    @Test
    void storedBitsMayStandAboveTheLowestBit() throws Exception {
        // 12 bits stored, High Bit 15: the lowest four bits do not count
        Attributes image = image(16, 12, 15, 0, bytes(0xFFFF, 0x001F, 0x0010, 0x000F));
        assertThat(values(RescaledFrames.ofMemory(image), 0)).containsExactly(4095f, 1f, 1f, 0f);
    }

    @Test
    void aFrameIsReadFromWhereItLiesInTheFile(@TempDir Path folder) throws Exception {
        byte[] file = new byte[7 + 16];
        byte[] second = bytes(5, 6, 7, 8);
        System.arraycopy(bytes(1, 2, 3, 4), 0, file, 7, 8);
        System.arraycopy(second, 0, file, 15, 8);
        Attributes image = image(16, 16, 15, 0, new byte[0])
                .setInt(Tag.NumberOfFrames, 2)
                .setBulkData(Tag.PixelData, VR.OW, new BulkData(7, 16));
        try (FileChannel channel = channel(folder, file)) {
            RescaledFrames frames = file(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, channel);
            assertThat(values(frames, 1)).containsExactly(5f, 6f, 7f, 8f);
            assertThat(values(frames, 0)).containsExactly(1f, 2f, 3f, 4f);
            assertThatThrownBy(() -> frames.read(2, FloatBuffer.allocate(4)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void bigEndianFilesKeepTheirByteOrder(@TempDir Path folder) throws Exception {
        Attributes image = image(16, 16, 15, 0, new byte[0]).setBulkData(Tag.PixelData, VR.OW, new BulkData(0, 8));
        try (FileChannel channel = channel(folder, new byte[] {0, 1, 0, 2, 1, 0, 0, 0})) {
            RescaledFrames frames = file(image, TransferSyntax.EXPLICIT_BIG_ENDIAN, channel);
            assertThat(values(frames, 0)).containsExactly(1f, 2f, 256f, 0f);
        }
    }

    @Test
    void aFileThatEndsWithinItsPixelsIsAnError(@TempDir Path folder) throws Exception {
        Attributes image = image(16, 16, 15, 0, new byte[0]).setBulkData(Tag.PixelData, VR.OW, new BulkData(0, 8));
        try (FileChannel channel = channel(folder, new byte[6])) {
            RescaledFrames frames = file(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, channel);
            assertThatThrownBy(() -> values(frames, 0)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void compressedPixelsInMemoryAreRefused() {
        Attributes image = image(16, 16, 15, 0, new byte[0])
                .setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(List.of(new byte[2])));
        assertThatThrownBy(() -> RescaledFrames.ofMemory(image)).isInstanceOf(PixelException.class);
    }

    /** Class 10 of the hostile inputs. */
    @ParameterizedTest
    @CsvSource({
        "00280010, 0",
        "00280010, 65535",
        "00280100, 32",
        "00280101, 17",
        "00280102, 16",
        "00280102, 3",
        "00280002, 3",
        "00280008, 0",
        "00280008, 2",
        "00281053, x"
    })
    void aHeaderThatContradictsItsPixelsIsRefused(String tag, String value) {
        Attributes image = image(16, 12, 11, 0, bytes(1, 2, 3, 4));
        image.setString(Integer.parseInt(tag, 16), value);
        assertThatThrownBy(() -> RescaledFrames.ofMemory(image)).isInstanceOf(PixelException.class);
    }

    @Test
    void anImageWithoutPixelsIsRefused() {
        Attributes image = image(16, 16, 15, 0, bytes(1)).remove(Tag.PixelData);
        assertThatThrownBy(() -> RescaledFrames.ofMemory(image)).isInstanceOf(PixelException.class);
    }

    private static RescaledFrames file(Attributes image, TransferSyntax syntax, FileChannel channel) throws Exception {
        return RescaledFrames.of(image, PixelFrames.of(image, syntax, InstanceBytes.of(channel)));
    }

    private static float[] values(RescaledFrames frames, int index) throws Exception {
        FloatBuffer buffer = FloatBuffer.allocate(4);
        frames.read(index, buffer);
        return buffer.array();
    }

    private static Attributes image(int allocated, int stored, int highBit, int representation, byte[] pixels) {
        return new Attributes()
                .setInt(Tag.SamplesPerPixel, 1)
                .setInt(Tag.Rows, 2)
                .setInt(Tag.Columns, 2)
                .setInt(Tag.BitsAllocated, allocated)
                .setInt(Tag.BitsStored, stored)
                .setInt(Tag.HighBit, highBit)
                .setInt(Tag.PixelRepresentation, representation)
                .setBytes(Tag.PixelData, VR.OW, pixels);
    }

    /** 16-bit cells, little endian. */
    private static byte[] bytes(int... cells) {
        byte[] bytes = new byte[2 * cells.length];
        for (int i = 0; i < cells.length; i++) {
            bytes[2 * i] = (byte) cells[i];
            bytes[2 * i + 1] = (byte) (cells[i] >> 8);
        }
        return bytes;
    }

    private static FileChannel channel(Path folder, byte[] bytes) throws IOException {
        return FileChannel.open(Files.write(folder.resolve("image"), bytes));
    }
}
