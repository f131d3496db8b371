package org.voxrelay.inference.volume;

/**
 * A grid seen as the planes that are nearest to the patient's axial ones, however the series was acquired or reformatted:
 * so an axial, a sagittal and a coronal series of one body get one mask.
 *
 * @param uSize voxels along a row of a plane
 * @param vSize rows of a plane
 * @param wSize planes
 * @param uStride distance in the buffer between neighbours along a row; likewise v and w
 */
record AxialPlanes(
        int uSize, int vSize, int wSize, int uStride, int vStride, int wStride, double uSpacingMm, double vSpacingMm) {

    static AxialPlanes of(Grid grid) {
        double x = Math.abs(grid.xDirection().z());
        double y = Math.abs(grid.yDirection().z());
        double z = Math.abs(grid.zDirection().z());
        int row = grid.xSize();
        int slice = grid.sliceCount();
        if (z >= x && z >= y) {
            return new AxialPlanes(
                    row, grid.ySize(), grid.zSize(), 1, row, slice, grid.xSpacingMm(), grid.ySpacingMm());
        }
        if (y >= x) {
            return new AxialPlanes(
                    row, grid.zSize(), grid.ySize(), 1, slice, row, grid.xSpacingMm(), grid.zSpacingMm());
        }
        return new AxialPlanes(grid.ySize(), grid.zSize(), row, row, slice, 1, grid.ySpacingMm(), grid.zSpacingMm());
    }

    /** Index in the buffer. */
    int index(int u, int v, int w) {
        return u * uStride + v * vStride + w * wStride;
    }
}
