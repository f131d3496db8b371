package org.voxrelay.dimse;

import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;

/**
 * A request of one of the DIMSE-N services (PS3.7 section 10.1).
 *
 * @param sopClassUid as the command says; the presentation context may be of another class, as for UPS (PS3.4 Annex CC)
 * @param sopInstance may be absent for N-CREATE only
 * @param typeId Event Type ID or Action Type ID; 0 for other operations
 * @param attributeTags for N-GET: what is wanted; empty for all
 * @param dataset Event Information, Modification List, Action Information or Attribute List; empty attributes if none
 */
public record NormalizedMessage(
        NormalizedOperation operation,
        String sopClassUid,
        Optional<Uid> sopInstance,
        int typeId,
        List<Integer> attributeTags,
        Attributes dataset) {
    public NormalizedMessage {
        attributeTags = List.copyOf(attributeTags);
    }

    public static NormalizedMessage eventReport(
            String sopClassUid, Uid sopInstance, int eventTypeId, Attributes event) {
        return of(NormalizedOperation.N_EVENT_REPORT, sopClassUid, sopInstance, eventTypeId, event);
    }

    public static NormalizedMessage get(String sopClassUid, Uid sopInstance, List<Integer> attributeTags) {
        return new NormalizedMessage(
                NormalizedOperation.N_GET, sopClassUid, Optional.of(sopInstance), 0, attributeTags, new Attributes());
    }

    public static NormalizedMessage set(String sopClassUid, Uid sopInstance, Attributes modifications) {
        return of(NormalizedOperation.N_SET, sopClassUid, sopInstance, 0, modifications);
    }

    public static NormalizedMessage action(String sopClassUid, Uid sopInstance, int actionTypeId, Attributes action) {
        return of(NormalizedOperation.N_ACTION, sopClassUid, sopInstance, actionTypeId, action);
    }

    /** @param sopInstance empty lets the peer choose one */
    public static NormalizedMessage create(String sopClassUid, Optional<Uid> sopInstance, Attributes attributes) {
        return new NormalizedMessage(NormalizedOperation.N_CREATE, sopClassUid, sopInstance, 0, List.of(), attributes);
    }

    public static NormalizedMessage delete(String sopClassUid, Uid sopInstance) {
        return of(NormalizedOperation.N_DELETE, sopClassUid, sopInstance, 0, new Attributes());
    }

    private static NormalizedMessage of(
            NormalizedOperation operation, String sopClassUid, Uid sopInstance, int typeId, Attributes dataset) {
        return new NormalizedMessage(operation, sopClassUid, Optional.of(sopInstance), typeId, List.of(), dataset);
    }
}
