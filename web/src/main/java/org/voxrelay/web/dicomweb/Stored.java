package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.util.List;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.web.problem.Problem;

/** Finds what a path names (PS3.18 table 10.4.1-1). */
final class Stored {
    private Stored() {}

    /** @throws Problem 404 if there is no such study */
    static List<StoredInstance> study(InstanceIndex index, String study) throws IOException, InterruptedException {
        return some(index.ofStudy(Uids.of(study).value()));
    }

    /** @throws Problem 404 if the study has no such series */
    static List<StoredInstance> series(InstanceIndex index, String study, String series)
            throws IOException, InterruptedException {
        return some(index.ofSeries(Uids.of(study).value(), Uids.of(series).value()));
    }

    private static List<StoredInstance> some(List<StoredInstance> instances) {
        if (instances.isEmpty()) {
            throw Problem.notFound("There is no such study or series.");
        }
        return instances;
    }

    /** @throws Problem 404 if the series has no such instance */
    static StoredInstance instance(InstanceIndex index, String study, String series, String instance) {
        return index.find(Uids.of(instance).value())
                .filter(found -> found.studyInstanceUid().equals(Uids.of(study).value()))
                .filter(found ->
                        found.seriesInstanceUid().equals(Uids.of(series).value()))
                .orElseThrow(() -> Problem.notFound("There is no such instance in this series."));
    }
}
