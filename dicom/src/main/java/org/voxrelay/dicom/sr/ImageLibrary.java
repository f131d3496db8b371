package org.voxrelay.dicom.sr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.code.Sct;
import org.voxrelay.dicom.code.Ucum;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;

/** The images, each series as a group with what its images have in common (PS3.16 TID 1600, 1602, 1604, 1605). */
final class ImageLibrary {
    /** Body Part Examined to SNOMED CT (PS3.16 Annex L). */
    private static final Map<String, Code> REGIONS = Map.of(
            "HEAD", new Code("69536005", "SCT", "Head"),
            "BRAIN", new Code("12738006", "SCT", "Brain"),
            "NECK", new Code("45048000", "SCT", "Neck"),
            "CHEST", new Code("816094009", "SCT", "Chest"),
            "ABDOMEN", new Code("818981001", "SCT", "Abdomen"),
            "PELVIS", new Code("816092008", "SCT", "Pelvis"),
            "SPINE", new Code("421060004", "SCT", "Spine"),
            "WHOLEBODY", Sct.ENTIRE_BODY);

    private ImageLibrary() {}

    static ContentItem of(List<Attributes> images) {
        ContentItem library = ContentItem.container(Dcm.IMAGE_LIBRARY);
        images.stream()
                .collect(Collectors.groupingBy(
                        image -> image.getString(Tag.SeriesInstanceUID, ""), LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(series -> library.contains(group(series)));
        return library;
    }

    private static ContentItem group(List<Attributes> images) {
        ContentItem group = ContentItem.container(Dcm.IMAGE_LIBRARY_GROUP);
        Attributes first = images.get(0);
        describe(group, ContentItem.code(Dcm.MODALITY, Imaging.of(first).modality()));
        region(first).ifPresent(region -> describe(group, ContentItem.code(Dcm.TARGET_REGION, region)));
        number(group, Dcm.PIXEL_DATA_ROWS, first.getInt(Tag.Rows, 0), Ucum.PIXELS);
        number(group, Dcm.PIXEL_DATA_COLUMNS, first.getInt(Tag.Columns, 0), Ucum.PIXELS);
        first.getString(Tag.FrameOfReferenceUID)
                .ifPresent(uid -> describe(group, ContentItem.uid(Dcm.FRAME_OF_REFERENCE_UID, uid)));
        double[] spacing = first.getDoubles(Tag.PixelSpacing);
        if (spacing.length == 2) {
            number(group, Dcm.HORIZONTAL_PIXEL_SPACING, spacing[1], Ucum.MILLIMETRE);
            number(group, Dcm.VERTICAL_PIXEL_SPACING, spacing[0], Ucum.MILLIMETRE);
        }
        if (first.containsValue(Tag.SliceThickness)) {
            number(group, Dcm.SLICE_THICKNESS, first.getDouble(Tag.SliceThickness, 0), Ucum.MILLIMETRE);
        }
        images.forEach(image -> group.contains(ContentItem.image(InstanceReference.to(image))));
        return group;
    }

    private static Optional<Code> region(Attributes image) {
        return Code.of(image, Tag.AnatomicRegionSequence)
                .or(() -> image.getString(Tag.BodyPartExamined).map(REGIONS::get));
    }

    private static void number(ContentItem group, Code name, double value, Code unit) {
        describe(group, ContentItem.number(name, value, unit));
    }

    private static void describe(ContentItem group, ContentItem descriptor) {
        group.add(Relationship.HAS_ACQ_CONTEXT, descriptor);
    }
}
