package org.voxrelay.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Arrival.Door;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;

/**
 * After a crash: gives every instance that was made durable its row. Runs before a door opens. Doing it twice, or being
 * killed in the middle of it, is harmless.
 */
public final class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class.getName());

    private final InstanceFiles files;
    private final InstanceIndex index;
    private final Ingest ingest;

    /** Works through the same door as every instance. */
    public Replay(InstanceFiles files, InstanceIndex index, Ingest ingest) {
        this.files = files;
        this.index = index;
        this.ingest = ingest;
    }

    /** @return how many instances were waiting */
    public int run() throws IOException, InterruptedException {
        List<String> places = files.unsettled();
        for (String place : places) {
            adopt(place);
        }
        if (!places.isEmpty()) {
            LOG.log(Level.INFO, "replay: {0} instances of before the stop are safe and indexed", places.size());
        }
        return places.size();
    }

    private void adopt(String place) throws IOException, InterruptedException {
        IngestResult result;
        try (FileChannel file = files.open(place);
                var bytes = new BufferedInputStream(Channels.newInputStream(file))) {
            var source = new Source(Door.C_STORE, callingAeTitle(place));
            result = ingest.receive(new Arrival(source, new Body.Part10(bytes), Optional.empty(), Optional.empty()));
        }
        if (result instanceof Stored stored) {
            tidy(place, stored);
        } else if (result instanceof Refused refused) {
            LOG.log(Level.SEVERE, "replay: {0} is set aside as {1}: {2}", new Object[] {
                place, files.reject(place), refused.detail()
            });
        }
    }

    /** The bytes of {@code place} are either what the row names, or stored once more under a new name. */
    private void tidy(String place, Stored stored) throws IOException {
        boolean named = index.find(stored.sopInstance().value())
                .filter(row -> row.place().equals(place))
                .isPresent();
        if (named) {
            files.settle(place);
        } else {
            files.discard(place);
        }
    }

    private String callingAeTitle(String place) throws IOException {
        try (FileChannel file = files.open(place);
                var in = new DicomInputStream(new BufferedInputStream(Channels.newInputStream(file)))) {
            return in.getFileMetaInformation().getString(Tag.SourceApplicationEntityTitle, "");
        } catch (DicomStreamException e) {
            return "";
        }
    }
}
