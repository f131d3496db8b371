package org.voxrelay.dicom.volume;

import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** The grid of a file, checked before memory is asked for. */
final class FileGrid {
    private FileGrid() {}

    /**
     * @param steps from a voxel to its neighbour along x, y and z, LPS mm
     * @param sizes along x, y and z
     */
    static VolumeGeometry of(Vec3 origin, Vec3[] steps, long[] sizes, long maxVoxels) throws VolumeFileException {
        long voxels = 1;
        for (long size : sizes) {
            if (size < 1 || size > maxVoxels || voxels * size > maxVoxels) {
                throw new VolumeFileException("The file says that it holds " + sizes[0] + " x " + sizes[1] + " x "
                        + sizes[2] + " voxels; from 1 to " + maxVoxels + " are read.");
            }
            voxels *= size;
        }
        double volume = steps[0].cross(steps[1]).dot(steps[2]);
        if (!origin.isFinite() || !Double.isFinite(volume) || volume == 0) {
            throw new VolumeFileException("The file does not say where its voxels lie.");
        }
        return new VolumeGeometry(
                origin,
                steps[0].normalised(),
                steps[1].normalised(),
                steps[2].normalised(),
                steps[0].length(),
                steps[1].length(),
                steps[2].length(),
                (int) sizes[0],
                (int) sizes[1],
                (int) sizes[2]);
    }
}
