package org.voxrelay.rules;

import org.voxrelay.jobs.WorkItem.Priority;

/**
 * Sends a settled series to a model. An empty text matches anything.
 *
 * @param descriptionLike part of the Series Description, upper case without accents
 * @param minimumImages how many images of the orientation (or of any, if it is ANY) the series needs
 */
public record Rule(
        String name,
        String modality,
        String bodyPart,
        String descriptionLike,
        String callingAeTitle,
        Orientation orientation,
        int minimumImages,
        String model,
        Priority priority) {

    boolean matches(SeriesFacts series) {
        return equalOrAny(modality, series.modality())
                && equalOrAny(bodyPart, series.bodyPart())
                && equalOrAny(callingAeTitle, series.callingAeTitle())
                && series.descriptionFold().contains(descriptionLike)
                && series.images(orientation) >= minimumImages;
    }

    private static boolean equalOrAny(String wanted, String is) {
        return wanted.isEmpty() || wanted.equals(is);
    }
}
