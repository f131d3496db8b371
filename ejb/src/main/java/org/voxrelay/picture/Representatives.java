package org.voxrelay.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.dict.UidDictionary;

/** Instances that may stand for many: images before what was made of them, long series before short ones, the middle first. */
public final class Representatives {
    private static final int MOST_SERIES = 4;

    private Representatives() {}

    /**
     * @param instances of one or more series, in the order of their numbers
     * @return the best first, some more for the case that no picture can be made of it
     */
    public static List<StoredInstance> of(List<StoredInstance> instances) {
        Map<String, List<StoredInstance>> series = new LinkedHashMap<>();
        for (StoredInstance instance : instances) {
            series.computeIfAbsent(instance.seriesInstanceUid(), uid -> new ArrayList<>())
                    .add(instance);
        }
        Comparator<List<StoredInstance>> imagesFirst = Comparator.comparing(all -> !isImage(all.get(0)));
        return series.values().stream()
                .sorted(imagesFirst.thenComparing(all -> -all.size()))
                .limit(MOST_SERIES)
                .flatMap(all ->
                        List.of(all.get(all.size() / 2), all.get(0)).stream().distinct())
                .toList();
    }

    private static boolean isImage(StoredInstance instance) {
        return UidDictionary.nameOf(instance.sopClassUid()).contains("Image");
    }
}
