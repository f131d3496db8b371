package org.voxrelay.dicom.seg;

import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** The images that a segmentation is of. */
final class SourceImages {
    private SourceImages() {}

    /** @throws IllegalArgumentException unless each image is its slice of the grid */
    static void check(List<Attributes> images, VolumeGeometry geometry) {
        if (images.size() != geometry.zSize()) {
            throw new IllegalArgumentException(images.size() + " images for " + geometry.zSize() + " slices");
        }
        for (int z = 0; z < images.size(); z++) {
            Attributes image = images.get(z);
            double[] at = image.getDoubles(Tag.ImagePositionPatient);
            boolean matches = at.length == 3
                    && image.getInt(Tag.Rows, 0) == geometry.ySize()
                    && image.getInt(Tag.Columns, 0) == geometry.xSize()
                    && new Vec3(at[0], at[1], at[2]).distance(geometry.position(0, 0, z)) < geometry.zSpacingMm() / 2;
            if (!matches) {
                throw new IllegalArgumentException("image " + z + " does not lie at its slice of the volume");
            }
        }
    }
}
