package org.voxrelay.dicom.seg;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.dict.Tag;

/** One item of the Segment Sequence (PS3.3 Table C.8.20-4). */
final class SegmentItem {
    private SegmentItem() {}

    static void write(Attributes seg, Segment segment, Algorithm algorithm) {
        Attributes item = seg.newItem(Tag.SegmentSequence);
        item.setInt(Tag.SegmentNumber, segment.number());
        item.setString(Tag.SegmentLabel, segment.label());
        item.setString(Tag.SegmentAlgorithmType, "AUTOMATIC");
        item.setString(Tag.SegmentAlgorithmName, algorithm.name());
        item.newSequence(Tag.SegmentedPropertyCategoryCodeSequence)
                .add(segment.category().toItem());
        Attributes type = segment.type().toItem();
        item.newSequence(Tag.SegmentedPropertyTypeCodeSequence).add(type);
        if (segment.anatomicRegion().isPresent()) {
            Attributes region = segment.anatomicRegion().get().toItem();
            item.newSequence(Tag.AnatomicRegionSequence).add(region);
            modify(region, Tag.AnatomicRegionModifierSequence, segment);
        } else {
            modify(type, Tag.SegmentedPropertyTypeModifierCodeSequence, segment);
        }
        item.setInt(Tag.RecommendedDisplayCIELabValue, segment.colour().toCieLab());
        item.setString(Tag.TrackingID, segment.trackingId());
        item.setString(Tag.TrackingUID, segment.trackingUid().value());
        identification(item.newItem(Tag.SegmentationAlgorithmIdentificationSequence), algorithm);
    }

    private static void modify(Attributes code, int modifierTag, Segment segment) {
        segment.side().ifPresent(side -> code.newSequence(modifierTag).add(side.toItem()));
    }

    /** Algorithm Identification Macro (PS3.3 Table 10-19). */
    private static void identification(Attributes item, Algorithm algorithm) {
        item.newSequence(Tag.AlgorithmFamilyCodeSequence).add(algorithm.family().toItem());
        item.setString(Tag.AlgorithmName, algorithm.name());
        item.setString(Tag.AlgorithmVersion, algorithm.version());
        algorithm.parameters().ifPresent(text -> item.setString(Tag.AlgorithmParameters, text));
        algorithm.source().ifPresent(text -> item.setString(Tag.AlgorithmSource, text));
    }
}
