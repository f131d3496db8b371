package org.voxrelay.dicom.seg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitPackerTest {
    @Test
    void theFirstPixelIsTheLowestBitAndFramesFollowWithoutAGap() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BitPacker bits = new BitPacker(out);
        bits.write(new byte[] {1, 0, 2, 1, 0}, (byte) 1); // bits 0 and 3
        bits.write(new byte[] {1, 0, 2, 1, 2}, (byte) 2); // bits 5 + 2 = 7 and 5 + 4 = 9
        bits.finish();
        assertThat(out.toByteArray()).containsExactly(0b1000_1001, 0b0000_0010);
        assertThat(BitPacker.length(2, 5)).isEqualTo(2);
    }

    @Test
    void anOddNumberOfBytesIsPadded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BitPacker bits = new BitPacker(out);
        bits.write(new byte[17], (byte) 1);
        bits.finish();
        assertThat(out.size()).isEqualTo(4);
        assertThat(BitPacker.length(1, 17)).isEqualTo(4);
        assertThat(BitPacker.length(1, 8)).isEqualTo(2);
    }

    @Test
    void theLengthIsRightBeyondTheBuffer() throws IOException {
        byte[] frame = new byte[1001];
        new Random(1).nextBytes(frame);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BitPacker bits = new BitPacker(out);
        for (int i = 0; i < 600; i++) {
            bits.write(frame, frame[0]);
        }
        bits.finish();
        assertThat(out.size()).isEqualTo((int) BitPacker.length(600, 1001));
    }
}
