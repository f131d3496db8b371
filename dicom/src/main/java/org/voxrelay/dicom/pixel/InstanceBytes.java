package org.voxrelay.dicom.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.voxrelay.dicom.data.BulkData;

/** The bytes of an instance by their place in it, where values were left (see {@link BulkData}). */
@FunctionalInterface
public interface InstanceBytes {
    /** For data sets that hold all their values. */
    InstanceBytes NONE = (position, target) -> {
        throw new IOException("A value was left in its file, and the file is not given");
    };

    /**
     * Fills the target.
     *
     * @param position in the instance, as it was read
     * @throws EOFException if the instance ends before
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** @param file not closed here */
    static InstanceBytes of(FileChannel file) {
        return (position, target) -> {
            long from = position;
            while (target.hasRemaining()) {
                int count = file.read(target, from);
                if (count < 0) {
                    throw new EOFException("the file ends within a value");
                }
                from += count;
            }
        };
    }

    /** @return the bytes of a value in memory */
    default byte[] readAll(BulkData value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(value.length()));
        read(value.offset(), bytes);
        return bytes.array();
    }

    /** @return the bytes of a value, read as they are asked for */
    default InputStream stream(BulkData value) {
        return new InstanceInputStream(this, value.offset(), value.length());
    }
}
