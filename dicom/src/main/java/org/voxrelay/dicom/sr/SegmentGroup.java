package org.voxrelay.dicom.sr;

import java.util.Optional;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.code.Sct;
import org.voxrelay.dicom.code.Ucum;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;

/**
 * The measurements of one segment (PS3.16 TID 1411 with TID 1419 and TID 4019). Finding, site and tracking are those of
 * the segment. A segment without a voxel has the volume 0 and no other numbers.
 */
final class SegmentGroup {
    private final Attributes segmentation;
    private final String sourceSeriesUid;
    private final Optional<Imaging.Intensity> intensity;
    private final Algorithm algorithm;

    SegmentGroup(Attributes segmentation, Attributes image, Algorithm algorithm) {
        this.segmentation = segmentation;
        this.sourceSeriesUid = image.getString(Tag.SeriesInstanceUID, "");
        this.intensity = Imaging.of(image).intensity();
        this.algorithm = algorithm;
    }

    ContentItem of(SegmentStatistics measured) {
        Attributes segment = segment(measured.segmentNumber());
        ContentItem group = ContentItem.container(Dcm.MEASUREMENT_GROUP, "1411");
        segment.getString(Tag.TrackingID)
                .ifPresent(
                        id -> group.add(Relationship.HAS_OBS_CONTEXT, ContentItem.text(Dcm.TRACKING_IDENTIFIER, id)));
        segment.getString(Tag.TrackingUID)
                .ifPresent(uid -> group.add(Relationship.HAS_OBS_CONTEXT, ContentItem.uid(Dcm.TRACKING_UID, uid)));
        Code.of(segment, Tag.SegmentedPropertyCategoryCodeSequence)
                .ifPresent(category -> group.contains(ContentItem.code(Sct.FINDING_CATEGORY, category)));
        Code.of(segment, Tag.SegmentedPropertyTypeCodeSequence)
                .ifPresent(type -> group.contains(ContentItem.code(Dcm.FINDING, type)));
        group.contains(ContentItem.segment(
                Dcm.REFERENCED_SEGMENT, InstanceReference.to(segmentation), measured.segmentNumber()));
        group.contains(ContentItem.uid(Dcm.SOURCE_SERIES_FOR_SEGMENTATION, sourceSeriesUid));
        site(segment).ifPresent(site -> group.add(Relationship.HAS_CONCEPT_MOD, site));
        return measure(group, measured);
    }

    /** Where the finding is, and on which side; a structure of the body that has a side is its own place. */
    private static Optional<ContentItem> site(Attributes segment) {
        Optional<Attributes> region = segment.getItem(Tag.AnatomicRegionSequence);
        Optional<Attributes> type = segment.getItem(Tag.SegmentedPropertyTypeCodeSequence);
        Optional<Code> side = region.isPresent()
                ? region.flatMap(code -> Code.of(code, Tag.AnatomicRegionModifierSequence))
                : type.flatMap(code -> Code.of(code, Tag.SegmentedPropertyTypeModifierCodeSequence));
        Optional<ContentItem> site = region.or(() -> side.flatMap(left -> type))
                .flatMap(Code::of)
                .map(code -> ContentItem.code(Sct.FINDING_SITE, code));
        side.ifPresent(code -> site.ifPresent(item -> modify(item, ContentItem.code(Sct.LATERALITY, code))));
        return site;
    }

    private ContentItem measure(ContentItem group, SegmentStatistics measured) {
        ContentItem volume = ContentItem.number(Sct.VOLUME, measured.volumeMl(), Ucum.MILLILITRE);
        modify(volume, ContentItem.code(Sct.MEASUREMENT_METHOD, Dcm.SUM_OF_VOXELS));
        group.contains(identified(volume));
        intensity.ifPresent(samples -> {
            measured.mean().ifPresent(mean -> group.contains(derived(samples, mean, Sct.MEAN)));
            measured.sd().ifPresent(sd -> group.contains(derived(samples, sd, Sct.STANDARD_DEVIATION)));
        });
        return group;
    }

    private ContentItem derived(Imaging.Intensity samples, double value, Code derivation) {
        ContentItem number = ContentItem.number(samples.quantity(), value, samples.unit());
        modify(number, ContentItem.code(Dcm.DERIVATION, derivation));
        return identified(number);
    }

    /** Says at a measurement, where TID 1419 wants it, what made it. */
    private ContentItem identified(ContentItem number) {
        modify(number, ContentItem.text(Dcm.ALGORITHM_NAME, algorithm.name()));
        modify(number, ContentItem.text(Dcm.ALGORITHM_VERSION, algorithm.version()));
        algorithm.source().ifPresent(text -> modify(number, ContentItem.text(Dcm.ALGORITHM_MANUFACTURER, text)));
        algorithm.parameters().ifPresent(text -> modify(number, ContentItem.text(Dcm.ALGORITHM_PARAMETERS, text)));
        modify(number, ContentItem.code(Dcm.ALGORITHM_FAMILY, algorithm.family()));
        return number;
    }

    private static void modify(ContentItem item, ContentItem modifier) {
        item.add(Relationship.HAS_CONCEPT_MOD, modifier);
    }

    private Attributes segment(int number) {
        return segmentation.getItems(Tag.SegmentSequence).stream()
                .filter(item -> item.getInt(Tag.SegmentNumber, 0) == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no segment " + number));
    }
}
