package org.voxrelay.dicom.volume;

import java.nio.charset.StandardCharsets;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** The text in front of the samples of an NRRD file, version 5. Places are LPS, as in DICOM. */
final class NrrdHeader {
    private NrrdHeader() {}

    static byte[] of(VolumeGeometry grid, SampleType type) {
        String[] lines = {
            "NRRD0005",
            "type: " + type.nrrdName(),
            "dimension: 3",
            "space: left-posterior-superior",
            "sizes: " + grid.xSize() + " " + grid.ySize() + " " + grid.zSize(),
            "space directions: " + vector(grid.xDirection().times(grid.xSpacingMm())) + " "
                    + vector(grid.yDirection().times(grid.ySpacingMm())) + " "
                    + vector(grid.zDirection().times(grid.zSpacingMm())),
            "kinds: domain domain domain",
            "endian: little",
            "encoding: gzip",
            "space origin: " + vector(grid.origin())
        };
        return (String.join("\n", lines) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String vector(Vec3 v) {
        return "(" + v.x() + "," + v.y() + "," + v.z() + ")";
    }
}
