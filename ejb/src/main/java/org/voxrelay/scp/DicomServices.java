package org.voxrelay.scp;

import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.nodes.Access;

/** What our application entity serves; C-ECHO comes with it. */
public record DicomServices(
        Access access,
        StoreScp store,
        FindScp find,
        RetrieveScp retrieve,
        Destinations destinations,
        CommitmentScp commitment) {

    /** Adds the services to an entity. */
    public ApplicationEntity.Builder addTo(ApplicationEntity.Builder entity) {
        return entity.store(store, StoreScp.OPTIONS)
                .find(find, FindScp.OPTIONS, InformationModel.find())
                .move(retrieve, destinations, RetrieveScp.OPTIONS, InformationModel.move())
                .get(retrieve, RetrieveScp.OPTIONS, InformationModel.get())
                .normalized(commitment, UID.StorageCommitmentPushModel);
    }
}
