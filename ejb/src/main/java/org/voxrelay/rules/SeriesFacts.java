package org.voxrelay.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.inference.model.ChannelChoice;
import org.voxrelay.inference.model.ModelPackage.Channel;

/**
 * What rules look at.
 *
 * @param settled whether nothing more is expected
 * @param images the series' images by SOP Instance UID, without localizers
 */
record SeriesFacts(
        long seriesPk,
        String studyUid,
        String seriesUid,
        String modality,
        String bodyPart,
        String descriptionFold,
        String callingAeTitle,
        boolean settled,
        TreeMap<String, Attributes> images) {

    static TreeMap<String, Attributes> imagesOf(Collection<Attributes> instances) {
        var images = new TreeMap<String, Attributes>();
        for (Attributes instance : instances) {
            if (instance.contains(Tag.Rows) && !isLocalizer(instance) && !isSegmentation(instance)) {
                images.put(instance.getString(Tag.SOPInstanceUID, ""), instance);
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
                : (int) images.values().stream()
                        .filter(image -> Orientation.of(image) == orientation)
                        .count();
    }

    /** SOP Instance UIDs, sorted. */
    List<String> inputs() {
        return List.copyOf(images.keySet());
    }

    /** As the rules of channels see it: the values of its first image. */
    ChannelChoice.Series forChannels(List<Channel> channels) {
        Map<String, String> values = new HashMap<>(Map.of("Modality", modality));
        for (Channel channel : channels) {
            for (String keyword : channel.match().keySet()) {
                ElementDictionary.tagOf(keyword)
                        .ifPresent(tag -> values.put(
                                keyword,
                                images.isEmpty()
                                        ? ""
                                        : String.join(
                                                "\\",
                                                images.firstEntry().getValue().getStrings(tag))));
            }
        }
        return new ChannelChoice.Series(seriesUid, values);
    }
}
