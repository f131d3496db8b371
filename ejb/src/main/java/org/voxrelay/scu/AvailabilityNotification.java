package org.voxrelay.scu;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.NormalizedMessage;

/** Says which instances of a study are here (Instance Availability Notification, PS3.4 Annex R). */
public final class AvailabilityNotification {
    private final InstanceIndex index;
    private final Predicate<String> settled;
    private final String aeTitle;

    /**
     * @param settled whether all of a study (its UID) has come, as far as can be told
     * @param aeTitle ours, from which the instances can be retrieved
     */
    public AvailabilityNotification(InstanceIndex index, Predicate<String> settled, String aeTitle) {
        this.index = index;
        this.settled = settled;
        this.aeTitle = aeTitle;
    }

    /**
     * @param sopInstance of the notification
     * @return empty if the study has no instances (any more), or more is coming: when that settles, it is said again
     * @throws IOException if the index is behind for long
     */
    public Optional<NormalizedMessage> of(String studyInstanceUid, Uid sopInstance)
            throws IOException, InterruptedException {
        List<StoredInstance> instances = index.ofStudy(studyInstanceUid);
        if (instances.isEmpty() || !settled.test(studyInstanceUid)) {
            return Optional.empty();
        }
        Map<String, List<StoredInstance>> bySeries = instances.stream()
                .collect(Collectors.groupingBy(
                        StoredInstance::seriesInstanceUid, LinkedHashMap::new, Collectors.toList()));
        var notification = new Attributes()
                .setSequence(Tag.ReferencedPerformedProcedureStepSequence)
                .setString(Tag.StudyInstanceUID, VR.UI, studyInstanceUid)
                .setSequence(
                        Tag.ReferencedSeriesSequence,
                        bySeries.entrySet().stream()
                                .map(series -> series(series.getKey(), series.getValue()))
                                .toList());
        return Optional.of(
                NormalizedMessage.create(UID.InstanceAvailabilityNotification, Optional.of(sopInstance), notification));
    }

    private Attributes series(String seriesInstanceUid, List<StoredInstance> instances) {
        return new Attributes()
                .setSequence(
                        Tag.ReferencedSOPSequence,
                        instances.stream().map(this::reference).toList())
                .setString(Tag.SeriesInstanceUID, VR.UI, seriesInstanceUid);
    }

    private Attributes reference(StoredInstance instance) {
        return new Attributes()
                .setString(Tag.RetrieveAETitle, VR.AE, aeTitle)
                .setString(Tag.InstanceAvailability, VR.CS, "ONLINE")
                .setString(Tag.ReferencedSOPClassUID, VR.UI, instance.sopClassUid())
                .setString(Tag.ReferencedSOPInstanceUID, VR.UI, instance.sopInstanceUid());
    }
}
