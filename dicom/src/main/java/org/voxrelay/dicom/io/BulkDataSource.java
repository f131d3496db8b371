package org.voxrelay.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.data.BulkData;

/** Finds the bytes of values that were left in a file, for a writer that passes them on. */
@FunctionalInterface
public interface BulkDataSource {
    /** For data sets that hold all their values. */
    BulkDataSource NONE = value -> {
        throw new IOException("A value was left in its file, and no source for it is set");
    };

    /** @return at least the bytes of this value; the caller closes it. They are written as they come */
    InputStream open(BulkData value) throws IOException;
}
