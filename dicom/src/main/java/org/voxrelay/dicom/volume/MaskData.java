package org.voxrelay.dicom.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.LabelVolume;

/**
 * The samples of a file, unpacked.
 *
 * @param in begins at the first sample
 * @param slope every number is multiplied with it, and then the intercept added
 */
record MaskData(
        VolumeGeometry geometry, MaskNumber number, ByteOrder order, InputStream in, double slope, double intercept) {
    private static final int MOST_LABEL = 65535;
    private static final int CHUNK = 1 << 16;
    /** Memory is asked for as samples come, from so many on. */
    private static final int STEP = 1 << 20;

    LabelVolume labels() throws IOException, VolumeFileException {
        try {
            return read();
        } catch (EOFException e) {
            throw new VolumeFileException("The file is cut off: its volume has " + geometry.xSize() + " x "
                    + geometry.ySize() + " x " + geometry.zSize() + " voxels.");
        } catch (ZipException e) {
            throw new VolumeFileException("The file is not compressed as it says: " + e.getMessage() + ".");
        }
    }

    private LabelVolume read() throws IOException, VolumeFileException {
        int voxels = Math.toIntExact(geometry.voxelCount());
        char[] labels = new char[Math.min(voxels, STEP)];
        char highest = 0;
        byte[] chunk = new byte[CHUNK];
        ByteBuffer numbers = ByteBuffer.wrap(chunk).order(order);
        for (int at = 0; at < voxels; ) {
            int count = Math.min(CHUNK / number.bytes(), voxels - at);
            if (in.readNBytes(chunk, 0, count * number.bytes()) < count * number.bytes()) {
                throw new EOFException();
            }
            if (at + count > labels.length) {
                labels = Arrays.copyOf(labels, (int) Math.min(voxels, 2L * labels.length));
            }
            for (int i = 0; i < count; i++) {
                labels[at] = label(number.get(numbers, i * number.bytes()), at);
                highest = (char) Math.max(highest, labels[at++]);
            }
        }
        if (in.read() >= 0) {
            throw new VolumeFileException("The file holds more than the volume that it says.");
        }
        return volume(labels, highest > 255 ? 2 : 1);
    }

    private char label(double stored, int at) throws VolumeFileException {
        double value = stored * slope + intercept;
        if (!(value >= 0 && value <= MOST_LABEL) || value != Math.rint(value)) {
            throw new VolumeFileException("Voxel " + at + " has the value " + value
                    + "; labels are whole numbers from 0 to " + MOST_LABEL + ".");
        }
        return (char) value;
    }

    private LabelVolume volume(char[] labels, int bytes) {
        ByteBuffer packed = ByteBuffer.allocateDirect(Math.multiplyExact(labels.length, bytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (char label : labels) {
            if (bytes == 1) {
                packed.put((byte) label);
            } else {
                packed.putChar(label);
            }
        }
        return new LabelVolume(geometry, packed.flip());
    }
}
