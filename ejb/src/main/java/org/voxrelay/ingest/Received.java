package org.voxrelay.ingest;

import java.util.Set;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.IndexEntryReader.Uids;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.ingest.Arrival.Door;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.IngestResult.Stored;

/**
 * What was read of an instance.
 *
 * @param dataset without its long values
 * @param keptBytes bytes of the data set that were looked at: its metadata are not made of more
 */
record Received(Attributes dataset, Uids uids, String transferSyntaxUid, Source source, long keptBytes) {
    private static final String OURSELVES = "Voxrelay";
    private static final Set<String> RESULT_MODALITIES = Set.of("SEG", "SR");

    static Received of(Attributes dataset, String transferSyntaxUid, Source source, long keptBytes) throws MissingUid {
        return new Received(dataset, IndexEntryReader.uids(dataset), transferSyntaxUid, source, keptBytes);
    }

    /** For the index, but for where the bytes lie. */
    IndexEntry entry() {
        boolean own = source.door() == Door.OWN_RESULT || isOurResult();
        return IndexEntryReader.read(dataset, uids, transferSyntaxUid, source.callingAeTitle(), !own);
    }

    /** The answer that it is safe. */
    Stored stored(boolean known) {
        return new Stored(uids.sopClass(), uids.instance(), uids.study(), uids.series(), known);
    }

    /** One that comes home from where it was sent to must not start the work anew. */
    private boolean isOurResult() {
        return OURSELVES.equals(dataset.getString(Tag.Manufacturer, ""))
                && RESULT_MODALITIES.contains(dataset.getString(Tag.Modality, ""));
    }
}
