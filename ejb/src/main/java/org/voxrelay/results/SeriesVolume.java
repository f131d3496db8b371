package org.voxrelay.results;

import java.nio.FloatBuffer;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * A series as a volume.
 *
 * @param images headers in the order of the slices
 * @param samples values after the rescale (of CT: Hounsfield units), [z][y][x], from index 0; nobody changes them
 */
record SeriesVolume(List<Attributes> images, VolumeGeometry geometry, FloatBuffer samples) {
    SeriesVolume {
        images = List.copyOf(images);
    }

    /** Of all images; empty where they do not say it. */
    String frameOfReferenceUid() {
        return images.get(0).getString(Tag.FrameOfReferenceUID, "");
    }
}
