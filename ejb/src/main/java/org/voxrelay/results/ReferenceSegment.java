package org.voxrelay.results;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.inference.model.Coding;
import org.voxrelay.inference.model.Label;

/**
 * A segment of somebody else's segmentation, and which label of a model it stands for.
 *
 * @param type Segmented Property Type (PS3.3 Table C.8.20-4)
 * @param region Anatomic Region
 * @param side modifier of the region, else of the type
 */
record ReferenceSegment(int number, String name, Optional<Code> type, Optional<Code> region, Optional<Code> side) {

    static List<ReferenceSegment> of(Attributes seg) {
        return seg.getItems(Tag.SegmentSequence).stream()
                .map(ReferenceSegment::ofItem)
                .toList();
    }

    private static ReferenceSegment ofItem(Attributes item) {
        Optional<Attributes> type = item.getItem(Tag.SegmentedPropertyTypeCodeSequence);
        Optional<Attributes> region = item.getItem(Tag.AnatomicRegionSequence);
        return new ReferenceSegment(
                item.getInt(Tag.SegmentNumber, 0),
                item.getString(Tag.SegmentLabel, "").strip(),
                type.flatMap(Code::of),
                region.flatMap(Code::of),
                region.flatMap(code -> Code.of(code, Tag.AnatomicRegionModifierSequence))
                        .or(() -> type.flatMap(code -> Code.of(code, Tag.SegmentedPropertyTypeModifierCodeSequence))));
    }

    /**
     * Pairs labels with segments: by the name where the codes allow it, else by the codes. What fits twice is not paired.
     *
     * @return segment by the number of the label
     */
    static Map<Integer, ReferenceSegment> pair(List<Label> labels, List<ReferenceSegment> segments) {
        var pairs = new HashMap<Integer, ReferenceSegment>();
        for (Label label : labels) {
            only(segments, segment -> segment.name.equalsIgnoreCase(label.name()) && segment.mayBe(label))
                    .ifPresent(segment -> pairs.put(label.number(), segment));
        }
        for (Label label : labels) {
            boolean alone =
                    labels.stream().filter(other -> sameCodes(other, label)).count() == 1;
            if (alone && !pairs.containsKey(label.number())) {
                only(segments, segment -> segment.is(label) && !pairs.containsValue(segment))
                        .ifPresent(segment -> pairs.put(label.number(), segment));
            }
        }
        return pairs;
    }

    private static Optional<ReferenceSegment> only(List<ReferenceSegment> segments, Predicate<ReferenceSegment> fits) {
        List<ReferenceSegment> found = segments.stream().filter(fits).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private boolean mayBe(Label label) {
        return type.isEmpty() || is(label);
    }

    private boolean is(Label label) {
        return type.isPresent()
                && same(type, Optional.of(label.type()))
                && same(side, label.side())
                && (region.isEmpty() || label.region().isEmpty() || same(region, label.region()));
    }

    private static boolean same(Optional<Code> code, Optional<Coding> coding) {
        return code.map(c -> c.value() + " " + c.scheme()).equals(coding.map(c -> c.value() + " " + c.scheme()));
    }

    private static boolean sameCodes(Label one, Label other) {
        return one.type().equals(other.type())
                && one.side().equals(other.side())
                && one.region().equals(other.region());
    }
}
