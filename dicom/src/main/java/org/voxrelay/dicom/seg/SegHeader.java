package org.voxrelay.dicom.seg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.DerivedObject;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** The attributes of a segmentation object but its Pixel Data (PS3.3 A.51, C.8.20). */
final class SegHeader {
    private final SegDescription description;
    private final List<Attributes> images;
    private final VolumeGeometry geometry;
    private final FramePlan plan;

    SegHeader(SegDescription description, List<Attributes> images, VolumeGeometry geometry, FramePlan plan) {
        this.description = description;
        this.images = images;
        this.geometry = geometry;
        this.plan = plan;
    }

    Attributes build() {
        Attributes first = images.get(0);
        Attributes seg = DerivedObject.of(
                first, UID.SegmentationStorage, "SEG", description.identity(), description.equipment());
        seg.addSelected(first, Tag.BodyPartExamined, Tag.Laterality, Tag.PositionReferenceIndicator);
        seg.setString(Tag.FrameOfReferenceUID, frameOfReference(first));
        if (!seg.contains(Tag.PositionReferenceIndicator)) {
            seg.setNull(Tag.PositionReferenceIndicator);
        }
        image(seg, first);
        dimensions(seg);
        FunctionalGroups groups = new FunctionalGroups(images, geometry);
        groups.writeShared(seg);
        plan.frames().forEach(frame -> groups.writeFrame(seg, frame));
        description.segments().forEach(segment -> SegmentItem.write(seg, segment, description.algorithm()));
        referencedSeries(seg);
        return seg;
    }

    /** Images without one get one that is the same for their whole series: their positions belong together. */
    private static String frameOfReference(Attributes image) {
        return image.getString(Tag.FrameOfReferenceUID)
                .orElseGet(() -> Uid.named("frame of reference of series " + image.getString(Tag.SeriesInstanceUID, ""))
                        .value());
    }

    /** Segmentation Image Module (PS3.3 C.8.20.2). */
    private void image(Attributes seg, Attributes source) {
        seg.setString(Tag.ImageType, "DERIVED", "PRIMARY");
        seg.setInt(Tag.SamplesPerPixel, 1);
        seg.setString(Tag.PhotometricInterpretation, "MONOCHROME2");
        seg.setInt(Tag.NumberOfFrames, plan.frames().size());
        seg.setInt(Tag.Rows, geometry.ySize());
        seg.setInt(Tag.Columns, geometry.xSize());
        seg.setInt(Tag.BitsAllocated, 1);
        seg.setInt(Tag.BitsStored, 1);
        seg.setInt(Tag.HighBit, 0);
        seg.setInt(Tag.PixelRepresentation, 0);
        seg.setString(Tag.LossyImageCompression, "00");
        if (source.getString(Tag.LossyImageCompression, "").equals("01")) {
            seg.addSelected(
                    source, Tag.LossyImageCompression, Tag.LossyImageCompressionRatio, Tag.LossyImageCompressionMethod);
        }
        seg.setString(Tag.SegmentationType, "BINARY");
        seg.setString(Tag.SegmentsOverlap, "NO");
        seg.setString(Tag.ContentLabel, description.contentLabel());
        seg.setString(Tag.ContentDescription, description.contentDescription());
        seg.setNull(Tag.ContentCreatorName); // no person did
    }

    /** Multi-frame Dimension Module (PS3.3 C.7.6.17): by segment, then by position. */
    private void dimensions(Attributes seg) {
        String organization = Uid.named(
                        "dimensions of " + description.identity().sopInstance())
                .value();
        seg.newItem(Tag.DimensionOrganizationSequence).setString(Tag.DimensionOrganizationUID, organization);
        seg.newItem(Tag.DimensionIndexSequence)
                .setString(Tag.DimensionOrganizationUID, organization)
                .setInt(Tag.DimensionIndexPointer, Tag.ReferencedSegmentNumber)
                .setInt(Tag.FunctionalGroupPointer, Tag.SegmentIdentificationSequence)
                .setString(Tag.DimensionDescriptionLabel, "Segment");
        seg.newItem(Tag.DimensionIndexSequence)
                .setString(Tag.DimensionOrganizationUID, organization)
                .setInt(Tag.DimensionIndexPointer, Tag.ImagePositionPatient)
                .setInt(Tag.FunctionalGroupPointer, Tag.PlanePositionSequence)
                .setString(Tag.DimensionDescriptionLabel, "Position");
    }

    /** Common Instance Reference Module (PS3.3 C.12.2): all images that were looked at, also those without a frame. */
    private void referencedSeries(Attributes seg) {
        Map<String, Attributes> series = new LinkedHashMap<>();
        for (Attributes image : images) {
            Attributes item = series.computeIfAbsent(
                    image.getString(Tag.SeriesInstanceUID, ""),
                    uid -> seg.newItem(Tag.ReferencedSeriesSequence).setString(Tag.SeriesInstanceUID, uid));
            InstanceReference.to(image).writeTo(item.newItem(Tag.ReferencedInstanceSequence));
        }
    }
}
