package org.voxrelay.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.voxrelay.dicom.io.DicomInputStream;

/** Compares data sets byte for byte, without the file meta information before them. */
final class DataSetComparison {
    private static final int BUFFER = 256 * 1024;

    private DataSetComparison() {}

    /** The stream from the first byte of the data set on, of a Part 10 file from its beginning. */
    static InputStream atDataSet(InputStream part10) throws IOException {
        // What follows the meta information is given as it lies there: nothing of the data set was read yet.
        return new DicomInputStream(new BufferedInputStream(part10));
    }

    /** CRC-32C of the data set of a Part 10 file. */
    static int crcOf(InputStream part10) throws IOException {
        InputStream dataset = atDataSet(part10);
        var crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (int count = dataset.read(buffer); count >= 0; count = dataset.read(buffer)) {
            crc.update(buffer, 0, count);
        }
        return (int) crc.getValue();
    }

    static boolean sameRest(InputStream one, InputStream two) throws IOException {
        byte[] first = new byte[BUFFER];
        byte[] second = new byte[BUFFER];
        while (true) {
            int count = one.readNBytes(first, 0, BUFFER);
            int other = two.readNBytes(second, 0, BUFFER);
            if (count != other || !Arrays.equals(first, 0, count, second, 0, count)) {
                return false;
            }
            if (count == 0) {
                return true;
            }
        }
    }
}
