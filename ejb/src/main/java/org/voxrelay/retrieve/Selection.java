package org.voxrelay.retrieve;

import java.util.List;

/**
 * Which instances somebody wants. An empty list says nothing; of several the instances must belong to all.
 *
 * @param patientIds Patient IDs
 * @param studies Study Instance UIDs
 * @param series Series Instance UIDs
 * @param instances SOP Instance UIDs
 */
public record Selection(List<String> patientIds, List<String> studies, List<String> series, List<String> instances) {
    /** @throws IllegalArgumentException if nothing is named: that would be the whole archive */
    public Selection {
        patientIds = List.copyOf(patientIds);
        studies = List.copyOf(studies);
        series = List.copyOf(series);
        instances = List.copyOf(instances);
        if (patientIds.isEmpty() && studies.isEmpty() && series.isEmpty() && instances.isEmpty()) {
            throw new IllegalArgumentException("a selection names something");
        }
    }
}
