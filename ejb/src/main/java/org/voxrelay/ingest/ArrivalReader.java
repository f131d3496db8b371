package org.voxrelay.ingest;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader;
import org.voxrelay.archive.IndexEntryReader.Filed;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.Spool;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Arrival.Declared;
import org.voxrelay.ingest.Arrival.Door;

/**
 * Reads one arrival into its spool while parsing it: the whole data set is walked, so that one cut off is noticed, but long
 * values are not kept in memory.
 */
final class ArrivalReader {
    private static final int LONGEST_KEPT_VALUE = 64 * 1024;
    private static final String OURSELVES = "Voxrelay";
    private static final Set<String> RESULT_MODALITIES = Set.of("SEG", "SR");

    private final Arrival arrival;
    private final Spool spool;
    private Attributes seen = new Attributes();

    ArrivalReader(Arrival arrival, Spool spool) {
        this.arrival = arrival;
        this.spool = spool;
    }

    /**
     * @throws DicomStreamException if it is not DICOM, or cut off
     * @throws MissingUid if it lacks a UID without which it cannot be kept
     * @throws IOException if our disk or the sender's stream broke
     */
    IndexEntry read() throws IOException, MissingUid {
        try {
            return arrival.body() instanceof Body.DataSet body ? readDataSet(body) : readPart10();
        } catch (TeeInputStream.SpoolFailure e) {
            throw (IOException) e.getCause();
        }
    }

    /** SOP class as far as it is known, for an answer that names it. */
    Optional<String> sopClass() {
        return known(
                Tag.SOPClassUID, Tag.MediaStorageSOPClassUID, arrival.declared().map(Declared::sopClassUid));
    }

    /** SOP instance as far as it is known. */
    Optional<String> sopInstance() {
        return known(
                Tag.SOPInstanceUID,
                Tag.MediaStorageSOPInstanceUID,
                arrival.declared().map(Declared::sopInstanceUid));
    }

    private Optional<String> known(int tag, int mediaStorageTag, Optional<String> declared) {
        return declared.or(() -> seen.getString(tag)).or(() -> seen.getString(mediaStorageTag));
    }

    private IndexEntry readPart10() throws IOException, MissingUid {
        var tee = new TeeInputStream(arrival.body().bytes(), spool);
        var in = located(new DicomInputStream(tee));
        seen = in.getFileMetaInformation();
        if (!spool.hasPrefix()) {
            throw new DicomStreamException("not a DICOM Part 10 file: no prefix after the preamble");
        }
        spool.datasetBegins(in.getPosition());
        Attributes dataset = readToEnd(in, tee);
        spool.clearPreamble();
        return entry(dataset, in.getTransferSyntax().uid());
    }

    private IndexEntry readDataSet(Body.DataSet body) throws IOException, MissingUid {
        Declared declared = arrival.declared()
                .orElseThrow(() -> new IllegalArgumentException("a bare data set needs the command's UIDs"));
        var meta = FileMetaInformation.of(
                uid(declared.sopClassUid()), uid(declared.sopInstanceUid()), body.transferSyntaxUid());
        if (!arrival.source().callingAeTitle().isEmpty()) {
            meta.setString(Tag.SourceApplicationEntityTitle, arrival.source().callingAeTitle());
        }
        new DicomOutputStream(spool, TransferSyntax.of(body.transferSyntaxUid())).writeFile(meta, new Attributes());
        spool.datasetBegins(spool.length());
        var tee = new TeeInputStream(body.bytes(), spool);
        var in = located(new DicomInputStream(tee, TransferSyntax.of(body.transferSyntaxUid())));
        return entry(readToEnd(in, tee), body.transferSyntaxUid());
    }

    /** What follows the data set, a deflated one's padding for example, is kept too: the bytes stay as they came. */
    private static Attributes readToEnd(DicomInputStream in, TeeInputStream tee) throws IOException {
        Attributes dataset = in.readDataset();
        tee.skip(Long.MAX_VALUE);
        return dataset;
    }

    /** One that comes home from where it was sent to must not start the work anew. */
    private static boolean isOurResult(Attributes dataset) {
        return OURSELVES.equals(dataset.getString(Tag.Manufacturer, ""))
                && RESULT_MODALITIES.contains(dataset.getString(Tag.Modality, ""));
    }

    private static DicomInputStream located(DicomInputStream in) {
        in.setLimits(ReadLimits.STRICT);
        in.setBulkData(LONGEST_KEPT_VALUE);
        return in;
    }

    private static Uid uid(String value) throws MissingUid {
        return IndexEntryReader.uid(value, "UID of the command");
    }

    private IndexEntry entry(Attributes dataset, String transferSyntaxUid) throws IOException, MissingUid {
        seen = dataset;
        boolean own = arrival.source().door() == Door.OWN_RESULT || isOurResult(dataset);
        var filed = new Filed(transferSyntaxUid, spool.length(), spool.digest(), spool.place());
        return IndexEntryReader.read(dataset, filed, arrival.source().callingAeTitle(), !own);
    }
}
