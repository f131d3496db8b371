package org.voxrelay.dicom.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.voxrelay.dicom.pixel.ImagePixel;

/**
 * What the codec process is asked: the frame lies in the first segment of the shared memory, the result goes into the
 * second.
 *
 * @param precision bits of a sample for an encoder
 * @param inputLength bytes in the first segment
 * @param outputLength bytes that a decoder writes, or that an encoder may write
 */
record CodecRequest(Work work, ImagePixel pixel, int precision, int inputLength, int outputLength) {
    enum Work {
        PROBE,
        DECODE_JPEG,
        DECODE_JPEG_LS,
        ENCODE_JPEG_LS,
        DECODE_JPEG_2000
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(work.ordinal());
            out.writeInt(pixel.rows());
            out.writeInt(pixel.columns());
            out.writeInt(pixel.samplesPerPixel());
            out.writeInt(pixel.bitsAllocated());
            out.writeInt(pixel.bitsStored());
            out.writeInt(pixel.highBit());
            out.writeBoolean(pixel.signed());
            out.writeUTF(pixel.photometricInterpretation());
            out.writeInt(precision);
            out.writeInt(inputLength);
            out.writeInt(outputLength);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static CodecRequest read(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        Work work = Work.values()[in.readUnsignedByte()];
        int rows = in.readInt();
        int columns = in.readInt();
        int samples = in.readInt();
        int allocated = in.readInt();
        int stored = in.readInt();
        int highBit = in.readInt();
        boolean signed = in.readBoolean();
        String photometric = in.readUTF();
        var pixel = new ImagePixel(rows, columns, 1, samples, allocated, stored, highBit, signed, false, photometric);
        return new CodecRequest(work, pixel, in.readInt(), in.readInt(), in.readInt());
    }
}
