package org.voxrelay.dicom.seg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.derived.DerivedObject;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;
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

    /** @param overlapping whether segments may */
    Attributes build(SegmentationType type, int bitsAllocated, boolean overlapping) {
        Attributes first = images.get(0);
        Attributes seg =
                DerivedObject.of(first, type.sopClassUid(), "SEG", description.identity(), description.equipment());
        seg.addSelected(first, Tag.BodyPartExamined, Tag.Laterality, Tag.PositionReferenceIndicator);
        seg.setString(Tag.FrameOfReferenceUID, frameOfReference(first));
        if (!seg.contains(Tag.PositionReferenceIndicator)) {
            seg.setNull(Tag.PositionReferenceIndicator);
        }
        image(seg, first, bitsAllocated);
        segmentation(seg, type, overlapping);
        dimensions(seg, type);
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
    private void image(Attributes seg, Attributes source, int bitsAllocated) {
        seg.setString(Tag.ImageType, "DERIVED", "PRIMARY");
        seg.setInt(Tag.SamplesPerPixel, 1);
        seg.setString(Tag.PhotometricInterpretation, "MONOCHROME2");
        seg.setInt(Tag.NumberOfFrames, plan.frames().size());
        seg.setInt(Tag.Rows, geometry.ySize());
        seg.setInt(Tag.Columns, geometry.xSize());
        seg.setInt(Tag.BitsAllocated, bitsAllocated);
        seg.setInt(Tag.BitsStored, bitsAllocated);
        seg.setInt(Tag.HighBit, bitsAllocated - 1);
        seg.setInt(Tag.PixelRepresentation, 0);
        seg.setString(Tag.LossyImageCompression, "00");
        if (source.getString(Tag.LossyImageCompression, "").equals("01")) {
            seg.addSelected(
                    source, Tag.LossyImageCompression, Tag.LossyImageCompressionRatio, Tag.LossyImageCompressionMethod);
        }
    }

    private void segmentation(Attributes seg, SegmentationType type, boolean overlapping) {
        seg.setString(Tag.SegmentationType, type.name());
        seg.setString(Tag.SegmentsOverlap, overlapping ? "YES" : "NO");
        if (type == SegmentationType.LABELMAP) {
            seg.setInt(Tag.PixelPaddingValue, VR.US, 0); // background, which is no segment
        }
        if (type == SegmentationType.FRACTIONAL) {
            seg.setString(Tag.SegmentationFractionalType, "PROBABILITY");
            seg.setInt(Tag.MaximumFractionalValue, FractionalVolume.CERTAIN);
        }
        seg.setString(Tag.ContentLabel, description.contentLabel());
        seg.setString(Tag.ContentDescription, description.contentDescription());
        seg.setNull(Tag.ContentCreatorName); // no person did
    }

    /** Multi-frame Dimension Module (PS3.3 C.7.6.17): by segment if a frame shows one, then by position. */
    private void dimensions(Attributes seg, SegmentationType type) {
        String organization = Uid.named(
                        "dimensions of " + description.identity().sopInstance())
                .value();
        seg.newItem(Tag.DimensionOrganizationSequence).setString(Tag.DimensionOrganizationUID, organization);
        if (type != SegmentationType.LABELMAP) {
            seg.newItem(Tag.DimensionIndexSequence)
                    .setString(Tag.DimensionOrganizationUID, organization)
                    .setInt(Tag.DimensionIndexPointer, Tag.ReferencedSegmentNumber)
                    .setInt(Tag.FunctionalGroupPointer, Tag.SegmentIdentificationSequence)
                    .setString(Tag.DimensionDescriptionLabel, "Segment");
        }
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
