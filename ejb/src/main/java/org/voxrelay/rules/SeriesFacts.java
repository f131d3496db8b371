package org.voxrelay.rules;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * What rules look at.
 *
 * @param images the series' images by SOP Instance UID, without localizers
 */
record SeriesFacts(
        String studyUid,
        String seriesUid,
        String modality,
        String bodyPart,
        String descriptionFold,
        String callingAeTitle,
        TreeMap<String, Orientation> images) {

    static TreeMap<String, Orientation> imagesOf(Collection<Attributes> instances) {
        var images = new TreeMap<String, Orientation>();
        for (Attributes instance : instances) {
            if (instance.contains(Tag.Rows) && !isLocalizer(instance) && !isSegmentation(instance)) {
                images.put(instance.getString(Tag.SOPInstanceUID, ""), Orientation.of(instance));
            }
        }
        return images;
    }

    /** A step on segmentations measures a model, so nobody else may ask for one. */
    private static boolean isSegmentation(Attributes instance) {
        return instance.getString(Tag.Modality, "").equals("SEG");
    }

    /** Image Type, value 3 (PS3.3 section C.8.2.1.1.1): a survey image lies across the slices that it plans. */
    private static boolean isLocalizer(Attributes image) {
        return image.getStrings(Tag.ImageType).contains("LOCALIZER");
    }

    int images(Orientation orientation) {
        return orientation == Orientation.ANY
                ? images.size()
                : (int) images.values().stream().filter(o -> o == orientation).count();
    }

    /** SOP Instance UIDs, sorted. */
    List<String> inputs() {
        return List.copyOf(images.keySet());
    }
}
