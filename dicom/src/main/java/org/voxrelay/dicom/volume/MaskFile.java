package org.voxrelay.dicom.volume;

import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.seg.LabelVolume;

/**
 * Reads masks from NIfTI-1 (plain or gzipped) and NRRD files (raw or gzipped). Sizes are checked before memory is asked for,
 * and no more is unpacked than the header says.
 */
public final class MaskFile {
    private final long maxVoxels;

    /** @param maxVoxels a larger volume is refused */
    public MaskFile(long maxVoxels) {
        this.maxVoxels = maxVoxels;
    }

    /**
     * @param in not closed
     * @return labels on the file's own grid, uint8 where none is above 255
     * @throws VolumeFileException if it is no such file, is cut off, too long or too large, says not where it lies, or holds
     *     numbers that are no labels
     */
    public LabelVolume read(VolumeFormat format, InputStream in) throws IOException, VolumeFileException {
        MaskData data = switch (format) {
            case NIFTI -> NiftiReader.read(in, maxVoxels);
            case NRRD -> NrrdReader.read(in, maxVoxels);
        };
        return data.labels();
    }
}
