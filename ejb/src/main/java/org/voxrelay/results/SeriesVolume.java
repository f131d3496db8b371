package org.voxrelay.results;

import java.nio.FloatBuffer;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * A series as a volume.
 *
 * @param images headers in the order of the slices
 * @param hounsfield values after the rescale, [z][y][x], from index 0; nobody changes them
 */
record SeriesVolume(List<Attributes> images, VolumeGeometry geometry, FloatBuffer hounsfield) {
    SeriesVolume {
        images = List.copyOf(images);
    }
}
