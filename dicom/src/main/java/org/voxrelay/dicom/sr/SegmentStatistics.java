package org.voxrelay.dicom.sr;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegGrid;
import org.voxrelay.dicom.seg.SegReader;

/**
 * What was measured in one segment of a segmentation.
 *
 * @param volumeMl voxels x voxel volume
 * @param mean mean of the samples; empty if the segment has no voxel
 * @param sd their standard deviation, of the voxels as the whole population (divided by their number)
 */
public record SegmentStatistics(
        int segmentNumber, long voxels, double volumeMl, OptionalDouble mean, OptionalDouble sd) {

    private static final int MOST_SEGMENTS = 65535;

    /**
     * Measures all segments, from the masks as they were written.
     *
     * @param geometry of the source images
     * @param samples their values after the rescale, [z][y][x], from index 0
     * @return one for each segment that the segmentation describes, in its order
     * @throws SegException if a frame does not lie on a slice of the source
     */
    public static List<SegmentStatistics> measure(SegReader seg, VolumeGeometry geometry, FloatBuffer samples)
            throws IOException, SegException, InterruptedException {
        Sums[] sums = new Sums[MOST_SEGMENTS + 1];
        int pixels = geometry.xSize() * geometry.ySize();
        char[] labels = new char[seg.pixels()];
        for (SegReader.Frame frame : seg.frames()) {
            int z = SegGrid.slice(frame, geometry);
            seg.labels(frame, labels);
            add(labels, samples, z * pixels, sums);
        }
        List<SegmentStatistics> statistics = new ArrayList<>();
        for (int number : seg.segmentNumbers()) {
            Sums found = sums[number] == null ? new Sums() : sums[number];
            statistics.add(found.of(number, seg.voxelVolumeMm3()));
        }
        return statistics;
    }

    private static void add(char[] labels, FloatBuffer values, int offset, Sums[] sums) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0) {
                Sums sum = sums[labels[i]];
                if (sum == null) {
                    sum = new Sums();
                    sums[labels[i]] = sum;
                }
                sum.add(values.get(offset + i));
            }
        }
    }

    private static final class Sums {
        private long voxels;
        private double sum;
        private double squares;

        void add(double value) {
            voxels++;
            sum += value;
            squares += value * value;
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
