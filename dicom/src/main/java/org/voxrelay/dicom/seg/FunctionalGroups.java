package org.voxrelay.dicom.seg;

import java.util.List;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * The functional groups of a segmentation (PS3.3 C.7.6.16, Table A.51-2). Positions, orientation and pixel spacing are
 * the source's own decimal strings, so that frame and source image lie at the very same place.
 */
final class FunctionalGroups {
    private final List<Attributes> images;
    private final VolumeGeometry geometry;

    FunctionalGroups(List<Attributes> images, VolumeGeometry geometry) {
        this.images = images;
        this.geometry = geometry;
    }

    void writeShared(Attributes seg) {
        Attributes first = images.get(0);
        Attributes shared = seg.newItem(Tag.SharedFunctionalGroupsSequence);
        shared.newItem(Tag.PlaneOrientationSequence).addSelected(first, Tag.ImageOrientationPatient);
        // a voxel of a segment reaches half-way to its neighbours, however thick the CT slice was
        shared.newItem(Tag.PixelMeasuresSequence)
                .addSelected(first, Tag.PixelSpacing)
                .setDouble(Tag.SliceThickness, geometry.zSpacingMm())
                .setDouble(Tag.SpacingBetweenSlices, geometry.zSpacingMm());
    }

    void writeFrame(Attributes seg, FramePlan.Frame frame) {
        Attributes image = images.get(frame.z());
        Attributes groups = seg.newItem(Tag.PerFrameFunctionalGroupsSequence);
        Attributes content = groups.newItem(Tag.FrameContentSequence);
        if (frame.segmentNumber() == 0) {
            content.setInt(Tag.DimensionIndexValues, frame.positionIndex());
        } else {
            content.setInt(Tag.DimensionIndexValues, frame.segmentIndex(), frame.positionIndex());
            groups.newItem(Tag.SegmentIdentificationSequence)
                    .setInt(Tag.ReferencedSegmentNumber, frame.segmentNumber());
        }
        groups.newItem(Tag.PlanePositionSequence).addSelected(image, Tag.ImagePositionPatient);
        Attributes derivation = groups.newItem(Tag.DerivationImageSequence);
        derivation.newSequence(Tag.DerivationCodeSequence).add(Dcm.SEGMENTATION.toItem());
        Attributes source = InstanceReference.to(image).writeTo(derivation.newItem(Tag.SourceImageSequence));
        source.setString(Tag.SpatialLocationsPreserved, "YES");
        source.newSequence(Tag.PurposeOfReferenceCodeSequence).add(Dcm.SOURCE_IMAGE.toItem());
    }
}
