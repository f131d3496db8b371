package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitPackerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BitPacker bits = new BitPacker(out);

    @Test
    void theFirstPixelIsTheLowestBitAndFramesFollowWithoutAGap() throws IOException {
        write(new byte[] {1, 0, 2, 1, 0}, 1); // bits 0 and 3
        write(new byte[] {1, 0, 2, 1, 2}, 2); // bits 5 + 2 = 7 and 5 + 4 = 9
        bits.finish();
        assertThat(out.toByteArray()).containsExactly(0b1000_1001, 0b0000_0010);
        assertThat(BitPacker.length(2, 5)).isEqualTo(2);
    }

    @Test
    void anOddNumberOfBytesIsPadded() throws IOException {
        write(new byte[17], 1);
        bits.finish();
        assertThat(out.size()).isEqualTo(4);
        assertThat(BitPacker.length(1, 17)).isEqualTo(4);
        assertThat(BitPacker.length(1, 8)).isEqualTo(2);
    }

    @Test
    void everyBitOfManyFramesIsThatOfItsPixel() throws IOException {
        byte[] frame = new byte[1001];
        var random = new Random(1);
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (random.nextInt(4) + 200);
        }
        for (int i = 0; i < 60; i++) {
            write(frame, 200 + i % 4);
        }
        bits.finish();
        byte[] written = out.toByteArray();
        assertThat(written).hasSize((int) BitPacker.length(60, 1001));
        for (int i = 0; i < 60; i++) {
            for (int pixel = 0; pixel < frame.length; pixel++) {
                int bit = i * frame.length + pixel;
                assertThat(written[bit / 8] >> bit % 8 & 1).isEqualTo((frame[pixel] & 0xFF) == 200 + i % 4 ? 1 : 0);
            }
        }
    }

    @Test
    void labelsOfTwoBytesAreToldApart() {
        byte[] slice = {1, 0, 1, 1, 0, 1, 1, 1}; // 1, 257, 256, 257
        assertThat(pack(slice, 2, 257)).containsExactly(0b1010);
        assertThat(pack(slice, 2, 1)).containsExactly(0b0001);
    }

    private void write(byte[] slice, int label) throws IOException {
        bits.write(pack(slice, 1, label), slice.length);
    }

    private static byte[] pack(byte[] slice, int bytes, int label) {
        byte[] packed = new byte[(slice.length / bytes + 7) / 8];
        MaskPacker.pack(slice, bytes, label, packed, 0);
        return packed;
    }
}
