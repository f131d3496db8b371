package org.voxrelay.retrieve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.BulkData;

/** A binary value of a stored instance: in memory, or where it lies in the file. Nothing is open between two calls. */
public final class StoredValue {
    private final InstanceReader reader;
    private final StoredInstance instance;
    private final Object value;

    /** @param value byte[] or {@link BulkData} */
    StoredValue(InstanceReader reader, StoredInstance instance, Object value) {
        this.reader = reader;
        this.instance = instance;
        this.value = value;
    }

    /** Bytes, with their padding. */
    public long length() {
        return value instanceof BulkData left ? left.length() : ((byte[]) value).length;
    }

    /** Writes a part of it. */
    public void writeTo(long offset, long length, OutputStream out) throws IOException {
        if (value instanceof byte[] bytes) {
            out.write(bytes, (int) offset, (int) length);
            return;
        }
        try (FileChannel file = reader.open(instance)) {
            reader.copy(file, new Extent(((BulkData) value).offset() + offset, length), out);
        }
    }
}
