package org.voxrelay.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.voxrelay.dicom.dict.Tag;

/** Writes encapsulated Pixel Data as they come, a fragment a frame, with an empty Basic Offset Table (PS3.5 section A.4). */
public final class FragmentWriter {
    private static final int ITEM = 0xFFFEE000;
    private static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    private final OutputStream out;

    public FragmentWriter(OutputStream out) {
        this.out = out;
    }

    public void begin() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        putTag(header, Tag.PixelData);
        out.write(header.put((byte) 'O')
                .put((byte) 'B')
                .putShort((short) 0)
                .putInt(-1)
                .array());
        writeItem(ITEM, 0);
    }

    public void write(byte[] frame) throws IOException {
        writeItem(ITEM, frame.length + frame.length % 2);
        out.write(frame);
        if (frame.length % 2 == 1) {
            out.write(0);
        }
    }

    public void end() throws IOException {
        writeItem(SEQUENCE_DELIMITATION, 0);
    }

    private void writeItem(int tag, int length) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        putTag(header, tag);
        out.write(header.putInt(length).array());
    }

    private static void putTag(ByteBuffer header, int tag) {
        header.putShort((short) (tag >>> 16)).putShort((short) tag);
    }
}
