package org.voxrelay.results;

import java.io.IOException;
import java.util.List;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.seg.SegmentationType;
import org.voxrelay.retrieve.InstanceReader;

/**
 * A stored segmentation as a reference: which series it is of, and that it is not the model's own.
 *
 * @param seriesUid of the images
 */
record Reference(StoredInstance instance, Attributes header, String seriesUid) {

    static Reference read(StoredInstance instance, InstanceReader reader) throws IOException, NotAVolume {
        Attributes header = reader.readMetadata(instance);
        List<Attributes> series = header.getItems(Tag.ReferencedSeriesSequence);
        if (series.size() != 1) {
            String why = " names " + series.size()
                    + " series that it was made of (Referenced Series Sequence); exactly one is needed.";
            throw new NotAVolume("The reference " + instance.sopInstanceUid() + why, "The reference" + why);
        }
        return new Reference(instance, header, series.get(0).getString(Tag.SeriesInstanceUID, ""));
    }

    static boolean isSegmentation(StoredInstance instance) {
        return instance.sopClassUid().equals(UID.SegmentationStorage)
                || instance.sopClassUid().equals(SegmentationType.LABEL_MAP_SEGMENTATION_STORAGE);
    }

    /** A version agrees with itself wholly, which says nothing. */
    boolean isBy(String model, String version) {
        return header.getItems(Tag.SegmentSequence).stream()
                .flatMap(segment -> segment.getItems(Tag.SegmentationAlgorithmIdentificationSequence).stream())
                .anyMatch(
                        algorithm -> algorithm.getString(Tag.AlgorithmName, "").equals(model)
                                && algorithm.getString(Tag.AlgorithmVersion, "").equals(version));
    }
}
