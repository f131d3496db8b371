package org.voxrelay.dicom.sr;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegReader;

/**
 * What was measured in one segment of a segmentation.
 *
 * @param volumeMl voxels x voxel volume
 * @param meanHu mean of the CT numbers; empty if the segment has no voxel
 * @param sdHu their standard deviation, of the voxels as the whole population (divided by their number)
 */
public record SegmentStatistics(
        int segmentNumber, long voxels, double volumeMl, OptionalDouble meanHu, OptionalDouble sdHu) {

    /**
     * Measures all segments, from the masks as they were written.
     *
     * @param geometry of the source images
     * @param hounsfield their values, [z][y][x], from index 0
     * @return one for each segment that the segmentation describes, in its order
     * @throws SegException if a frame does not lie on a slice of the source
     */
    public static List<SegmentStatistics> measure(SegReader seg, VolumeGeometry geometry, FloatBuffer hounsfield)
            throws IOException, SegException {
        Map<Integer, Sums> sums = new TreeMap<>();
        int pixels = geometry.xSize() * geometry.ySize();
        byte[] mask = new byte[pixels];
        for (SegReader.Frame frame : seg.frames()) {
            int z = slice(frame, geometry);
            seg.read(frame, mask);
            sums.computeIfAbsent(frame.segmentNumber(), number -> new Sums()).add(mask, hounsfield, z * pixels);
        }
        List<SegmentStatistics> statistics = new ArrayList<>();
        for (int number : seg.segmentNumbers()) {
            statistics.add(sums.getOrDefault(number, new Sums()).of(number, seg.voxelVolumeMm3()));
        }
        return statistics;
    }

    private static int slice(SegReader.Frame frame, VolumeGeometry geometry) throws SegException {
        Vec3 way = frame.plane().position().minus(geometry.origin());
        int z = (int) Math.round(way.dot(geometry.zDirection()) / geometry.zSpacingMm());
        boolean inside = z >= 0
                && z < geometry.zSize()
                && frame.plane().rows() == geometry.ySize()
                && frame.plane().columns() == geometry.xSize()
                && frame.plane().position().distance(geometry.position(0, 0, z)) < geometry.zSpacingMm() / 2;
        if (!inside) {
            throw new SegException("Frame " + (frame.index() + 1) + " lies on no slice of the source.");
        }
        return z;
    }

    private static final class Sums {
        private long voxels;
        private double sum;
        private double squares;

        void add(byte[] mask, FloatBuffer values, int offset) {
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] != 0) {
                    double value = values.get(offset + i);
                    voxels++;
                    sum += value;
                    squares += value * value;
                }
            }
        }

        SegmentStatistics of(int number, double voxelVolumeMm3) {
            double volumeMl = voxels * voxelVolumeMm3 / 1000;
            if (voxels == 0) {
                return new SegmentStatistics(number, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());
            }
            double mean = sum / voxels;
            double variance = Math.max(0, squares / voxels - mean * mean);
            return new SegmentStatistics(
                    number, voxels, volumeMl, OptionalDouble.of(mean), OptionalDouble.of(Math.sqrt(variance)));
        }
    }
}
