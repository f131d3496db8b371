package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * Writes a label volume as a Segmentation Storage instance: BINARY, one segment a label, one frame for each slice in
 * which a segment has voxels, Explicit VR Little Endian. Pixels are packed while they are written; memory holds the
 * header and one slice.
 */
public final class SegWriter {
    private final SegDescription description;

    public SegWriter(SegDescription description) {
        this.description = description;
    }

    /**
     * Writes a Part 10 file.
     *
     * @param images headers of the source images, one for each z in this order; from one series and Frame of Reference
     * @param volume labels on the grid of these images
     * @param out not closed
     * @return the header as it was written, without Pixel Data
     * @throws IllegalArgumentException if images, grid, labels and segments do not belong together
     */
    public Attributes write(List<Attributes> images, LabelVolume volume, OutputStream out) throws IOException {
        check(images, volume.geometry());
        FramePlan plan = new FramePlan(volume, description.segments().size());
        long length = BitPacker.length(plan.frames().size(), volume.sliceLength());
        if (length > 0xFFFFFFFEL) {
            throw new IllegalArgumentException("the segmentation is larger than 4 GiB");
        }
        Attributes header = new SegHeader(description, images, volume.geometry(), plan).build();
        writeTo(out, header, length, plan, volume);
        return header;
    }

    private void writeTo(OutputStream out, Attributes header, long length, FramePlan plan, LabelVolume volume)
            throws IOException {
        DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        dicom.writeFile(
                FileMetaInformation.of(
                        new Uid(UID.SegmentationStorage),
                        description.identity().sopInstance(),
                        UID.ExplicitVRLittleEndian),
                header);
        dicom.writeElementHeader(Tag.PixelData, VR.OB, length);
        BitPacker bits = new BitPacker(dicom);
        byte[] slice = new byte[volume.sliceLength()];
        for (FramePlan.Frame frame : plan.frames()) {
            volume.slice(frame.z(), slice);
            bits.write(slice, (byte) frame.segmentNumber());
        }
        bits.finish();
        dicom.flush();
    }

    private static void check(List<Attributes> images, VolumeGeometry geometry) {
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
