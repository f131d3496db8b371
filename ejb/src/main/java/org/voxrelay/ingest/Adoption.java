package org.voxrelay.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Optional;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.archive.Unsettled.Found;
import org.voxrelay.archive.log.Origin;
import org.voxrelay.config.Settings;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.ingest.Arrival.Door;
import org.voxrelay.ingest.Arrival.Source;

/**
 * Gives an instance that was made safe before the server stopped its row, by the rules of the door; its bytes are not written
 * again. What the index has already in another place is given up; what it cannot take is set aside.
 */
final class Adoption {
    private final Settings settings;
    private final InstanceFiles files;
    private final InstanceIndex index;
    private final Indexer indexer;

    Adoption(Settings settings, InstanceFiles files, InstanceIndex index, Indexer indexer) {
        this.settings = settings;
        this.files = files;
        this.index = index;
        this.indexer = indexer;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** The indexer writes its row now. */
        record Submitted() implements Outcome {}

        /** It had its row already. */
        record Known() implements Outcome {}

        /** The same bytes are in the index at another place. */
        record KnownElsewhere() implements Outcome {}

        /** The index cannot take it; the reason is for a person. */
        record NotTaken(String why) implements Outcome {}
    }

    Outcome adopt(Found found) throws IOException, InterruptedException {
        try {
            return adopt(found, read(files, found));
        } catch (MissingUid | DicomStreamException e) {
            return new Outcome.NotTaken(e.getMessage());
        }
    }

    /** What the door would have read of it. */
    static Received read(InstanceFiles files, Found found) throws IOException, MissingUid {
        try (InputStream bytes = Channels.newInputStream(files.open(found.place()))) {
            var in = ArrivalReader.located(new DicomInputStream(bytes));
            Source source = source(found, in.getFileMetaInformation());
            Attributes dataset = in.readDataset();
            return Received.of(dataset, in.getTransferSyntax().uid(), source, 0);
        }
    }

    private static Source source(Found found, Attributes fileMetaInformation) {
        Origin origin = found.origin()
                .orElseGet(() -> new Origin(
                        Door.C_STORE.code(), fileMetaInformation.getString(Tag.SourceApplicationEntityTitle, "")));
        return new Source(Door.of(origin.door()), origin.callingAeTitle());
    }

    private Outcome adopt(Found found, Received received) throws IOException, InterruptedException {
        String uid = received.uids().instance().value();
        Optional<StoredInstance> present = index.find(uid);
        if (present.filter(row -> row.place().equals(found.place())).isPresent()
                || index.isHidden(uid, found.place())) {
            return new Outcome.Known();
        }
        if (found.copy()) {
            return new Outcome.KnownElsewhere();
        }
        if (present.isEmpty()) {
            submit(found, received, false);
            return new Outcome.Submitted();
        }
        if (files.isSame(found.place(), present.get().place())) {
            return new Outcome.KnownElsewhere();
        }
        if (found.replaces().orElse(settings.duplicates() == DuplicatePolicy.REPLACE)) {
            indexer.awaitIndexed(Ingest.INDEX_WAIT);
            submit(found, received, true);
            return new Outcome.Submitted();
        }
        return new Outcome.NotTaken("another data set with its SOP Instance UID is stored");
    }

    private void submit(Found found, Received received, boolean replaces) throws IOException, InterruptedException {
        IndexEntry entry = received.entry().at(files.lies(found));
        try (Indexer.Room room = indexer.reserve(entry.metadata().length, Ingest.INDEX_WAIT)) {
            indexer.submit(replaces ? entry.replacing() : entry, room);
        }
    }
}
