package org.voxrelay.ingest;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.archive.IndexEntryReader;
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

/**
 * Reads one arrival into its spool while parsing it: the whole data set is walked, so that one cut off is noticed, but long
 * values are not kept in memory.
 */
final class ArrivalReader {
    private static final int LONGEST_KEPT_VALUE = 64 * 1024;

    private final Arrival arrival;
    private Attributes seen = new Attributes();

    ArrivalReader(Arrival arrival) {
        this.arrival = arrival;
    }

    /**
     * @throws DicomStreamException if it is not DICOM, or cut off
     * @throws MissingUid if it lacks a UID without which it cannot be kept
     * @throws IOException if our disk or the sender's stream broke
     */
    Received read(Spool spool) throws IOException, MissingUid {
        if (arrival.body() instanceof Body.Part10 body) {
            return readPart10(body, spool);
        }
        return arrival.body() instanceof Body.DataSet body
                ? readDataSet(body, spool)
                : write((Body.Composed) arrival.body(), spool);
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

    private Received readPart10(Body.Part10 body, Spool spool) throws IOException, MissingUid {
        var tee = new TeeInputStream(body.bytes(), spool);
        var in = located(new DicomInputStream(tee));
        seen = in.getFileMetaInformation();
        if (!spool.hasPrefix()) {
            throw new DicomStreamException("not a DICOM Part 10 file: no prefix after the preamble");
        }
        spool.clearPreamble();
        spool.datasetBegins(in.getPosition());
        seen = readToEnd(in, tee);
        return Received.of(seen, in.getTransferSyntax().uid(), arrival.source(), tee.passed());
    }

    private Received readDataSet(Body.DataSet body, Spool spool) throws IOException, MissingUid {
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
        seen = readToEnd(in, tee);
        return Received.of(seen, body.transferSyntaxUid(), arrival.source(), tee.passed());
    }

    private Received write(Body.Composed body, Spool spool) throws IOException, MissingUid {
        seen = body.dataset();
        var received = Received.of(seen, body.transferSyntaxUid(), arrival.source(), Long.MAX_VALUE);
        var syntax = TransferSyntax.of(body.transferSyntaxUid());
        var meta = FileMetaInformation.of(
                received.uids().sopClass(), received.uids().instance(), body.transferSyntaxUid());
        new DicomOutputStream(spool, syntax).writeFile(meta, new Attributes());
        spool.datasetBegins(spool.length());
        var out = new DicomOutputStream(spool, syntax).setBulkDataSource(body.bulkData());
        out.writeDataset(seen);
        out.finish();
        return received;
    }

    /** What follows the data set, a deflated one's padding for example, is kept too: the bytes stay as they came. */
    private static Attributes readToEnd(DicomInputStream in, TeeInputStream tee) throws IOException {
        Attributes dataset = in.readDataset();
        tee.skip(Long.MAX_VALUE);
        return dataset;
    }

    /** Bounds what a stranger's data set may cost. */
    static DicomInputStream located(DicomInputStream in) {
        in.setLimits(ReadLimits.STRICT);
        in.setBulkData(LONGEST_KEPT_VALUE);
        return in;
    }

    private static Uid uid(String value) throws MissingUid {
        return IndexEntryReader.uid(value, "UID of the command");
    }
}
