package org.voxrelay.dicom.volume;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * The text in front of the samples of an NRRD file, version 5. Places are LPS, as in DICOM. Labels are named by the keys that
 * 3D Slicer reads in a {@code .seg.nrrd} file.
 */
final class NrrdHeader {
    private NrrdHeader() {}

    static byte[] of(VolumeGeometry grid, SampleType type, List<LabelName> names) {
        var lines = new ArrayList<>(List.of(
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
                "space origin: " + vector(grid.origin())));
        for (int i = 0; i < names.size(); i++) {
            String key = "Segment" + i + "_";
            lines.add(key + "ID:=Segment_" + names.get(i).number());
            lines.add(key + "Name:=" + oneLine(names.get(i).name()));
            lines.add(key + "LabelValue:=" + names.get(i).number());
            lines.add(key + "Layer:=0");
        }
        return (String.join("\n", lines) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** NRRD escapes a line's end and the backslash in a value. */
    private static String oneLine(String text) {
        return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n");
    }

    private static String vector(Vec3 v) {
        return "(" + v.x() + "," + v.y() + "," + v.z() + ")";
    }
}
