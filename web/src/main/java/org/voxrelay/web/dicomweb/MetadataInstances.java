package org.voxrelay.web.dicomweb;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataLookup;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.ingest.Refusal;

/**
 * Instances that come as metadata, with bulk data in other parts or without (PS3.18 section 10.5.1). Each is stored as soon as
 * its last part is there; bulk data lie in a file until then. Nothing is ever fetched from elsewhere. For one request.
 */
final class MetadataInstances implements Closeable {
    private static final Logger LOG = Logger.getLogger(MetadataInstances.class.getName());

    private final Store store;
    private final StowAnswer answer;
    private final URI base;
    private final BulkSpool spool;
    private final MetadataRoom.Share room;
    private final Map<String, List<BulkPart>> parts = new HashMap<>();
    private final Map<String, Set<MetadataInstance>> byLocation = new HashMap<>();
    private final Set<MetadataInstance> waiting = new LinkedHashSet<>();
    private Optional<String> full = Optional.empty();

    /** The door that a complete instance goes to. */
    interface Store {
        IngestResult store(Body body) throws IOException, InterruptedException;
    }

    /** @param base what relative locations are relative to */
    MetadataInstances(Store store, StowAnswer answer, URI base, BulkSpool spool, MetadataRoom.Share room) {
        this.store = store;
        this.answer = answer;
        this.base = base;
        this.spool = spool;
        this.room = room;
    }

    /** Takes a part of metadata: DICOM JSON of any number of instances, or the Native DICOM Model of one. */
    void addMetadata(boolean xml, InputStream bytes) throws IOException, InterruptedException {
        var locations = new ArrayList<String>();
        BulkDataLookup lookup = (vr, uri) -> {
            locations.add(absolute(uri));
            return Optional.of(MetadataInstance.standIn(locations.size() - 1));
        };
        try {
            InputStream counted = room.counted(bytes);
            var found = xml ? List.of(DicomXml.read(counted, lookup)) : DicomJson.readArray(counted, lookup);
            for (Attributes dataset : found) {
                add(new MetadataInstance(dataset, locations));
            }
        } catch (DicomStreamException e) {
            answer.add(nameless(Refusal.UNREADABLE, e.getMessage()));
        } catch (MetadataRoom.TooMuch e) {
            answer.add(nameless(Refusal.OUT_OF_RESOURCES, e.getMessage()));
        }
    }

    private void add(MetadataInstance instance) throws IOException, InterruptedException {
        waiting.add(instance);
        for (String location : List.copyOf(instance.missing())) {
            byLocation.computeIfAbsent(location, l -> new LinkedHashSet<>()).add(instance);
        }
        try {
            instance.check();
            for (String location : List.copyOf(instance.missing())) {
                if (parts.containsKey(location)) {
                    instance.came(location, parts.get(location));
                }
            }
            storeIfComplete(instance);
        } catch (MetadataInstance.Contradiction e) {
            refuse(instance, Refusal.TRANSFER_SYNTAX, e.getMessage());
        }
    }

    /** Takes a part of bulk data. */
    void addBulkData(PartHead head, InputStream bytes) throws IOException, InterruptedException {
        String location = absolute(head.location().orElseThrow());
        try {
            parts.computeIfAbsent(location, l -> new ArrayList<>()).add(new BulkPart(head, spool.append(bytes)));
        } catch (BulkSpool.Full e) {
            full = Optional.of(e.getMessage());
            return;
        }
        for (MetadataInstance instance : List.copyOf(byLocation.getOrDefault(location, Set.of()))) {
            try {
                instance.came(location, parts.get(location));
                storeIfComplete(instance);
            } catch (MetadataInstance.Contradiction e) {
                refuse(instance, Refusal.TRANSFER_SYNTAX, e.getMessage());
            }
        }
    }

    private void storeIfComplete(MetadataInstance instance) throws IOException, InterruptedException {
        if (!instance.missing().isEmpty() || !forget(instance)) {
            return;
        }
        Optional<Warning> warning = instance.warning();
        IngestResult result = store.store(
                new Body.Composed(instance.dataset(), instance.syntax().uid(), spool));
        answer.add(result, result instanceof Stored ? warning : Optional.empty());
    }

    private void refuse(MetadataInstance instance, Refusal why, String detail) {
        if (forget(instance)) {
            answer.add(told(new Refused(
                    why,
                    detail,
                    instance.dataset().getString(Tag.SOPClassUID),
                    instance.dataset().getString(Tag.SOPInstanceUID))));
        }
    }

    private boolean forget(MetadataInstance instance) {
        instance.locations().forEach(location -> byLocation.get(location).remove(instance));
        return waiting.remove(instance);
    }

    /** No part comes any more: what is not complete is refused. */
    void finish() {
        for (MetadataInstance instance : List.copyOf(waiting)) {
            refuse(
                    instance,
                    full.isPresent() ? Refusal.OUT_OF_RESOURCES : Refusal.UNREADABLE,
                    full.orElseGet(() -> "no part has the Content-Location of one of its BulkDataURIs"));
        }
    }

    static Refused nameless(Refusal why, String detail) {
        return told(new Refused(why, detail, Optional.empty(), Optional.empty()));
    }

    /** What has not come to the door is told here: the answer has no place for words. */
    private static Refused told(Refused refused) {
        LOG.log(Level.WARNING, "refused {0} of a STOW-RS request: {1}: {2}", new Object[] {
            refused.sopInstance().orElse("a part"), refused.why(), refused.detail()
        });
        return refused;
    }

    private String absolute(String location) {
        try {
            return base.resolve(location).toString();
        } catch (IllegalArgumentException e) {
            return location;
        }
    }

    @Override
    public void close() throws IOException {
        room.close();
        spool.close();
    }
}
