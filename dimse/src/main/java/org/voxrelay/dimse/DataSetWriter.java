package org.voxrelay.dimse;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the bare data set of an instance that is sent. */
@FunctionalInterface
public interface DataSetWriter {
    /** @param out takes the bytes in the transfer syntax that was agreed on; closing and flushing it do nothing */
    void writeTo(OutputStream out) throws IOException;
}
