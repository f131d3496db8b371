package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestSequence;
import org.voxrelay.ingest.Refusal;
import org.voxrelay.web.problem.Problem;

/** Takes a STOW-RS body apart, part by part, as it comes; of instances, nothing but the part in hand is in memory. */
final class StowRequest {
    private static final int MOST_PARTS = 100_000;

    private final Ingest ingest;
    private final Optional<Uid> study;
    private final StowAnswer answer;
    private final MetadataInstances metadata;
    private final IngestSequence instances;
    private PartHead request = PartHead.NONE;
    private int parts;

    StowRequest(
            Ingest ingest, Optional<Uid> study, StowAnswer answer, URI base, BulkSpool spool, MetadataRoom.Share room) {
        this.ingest = ingest;
        this.study = study;
        this.answer = answer;
        instances = ingest.sequence(answer::add);
        metadata = new MetadataInstances(this::store, answer, base, spool, room);
    }

    /** @throws Problem if the body cannot be taken, and nothing of it was */
    void receive(String contentType, InputStream body) throws IOException, InterruptedException {
        request = PartHead.ofType(contentType);
        try (metadata) {
            receiveBody(contentType, body);
            metadata.finish();
        } catch (GzipBody.TooLarge e) {
            if (answer.size() == 0) {
                throw Problem.tooLarge(e.getMessage());
            }
            answer.add(MetadataInstances.nameless(Refusal.TOO_LONG, e.getMessage()));
        } catch (GzipBody.Broken e) {
            refuse(e.getMessage());
        }
    }

    private void receiveBody(String contentType, InputStream body) throws IOException, InterruptedException {
        try {
            if (request.mediaType().equals("multipart/related")) {
                receiveParts(contentType, body);
            } else if (request.mediaType().equals(MediaTypes.DICOM)) {
                instances.receive(arrival(new Body.Part10(body)));
            } else if (isMetadata(request)) {
                metadata.addMetadata(isXml(request), body);
            } else {
                throw Problem.unsupportedMediaType("Instances are taken as multipart/related or as application/dicom,"
                        + " application/dicom+json or application/dicom+xml.");
            }
        } finally {
            instances.await();
        }
    }

    private void receiveParts(String contentType, InputStream body) throws IOException, InterruptedException {
        String boundary = request.parameter("boundary")
                .orElseThrow(() -> Problem.badRequest("The Content-Type names no boundary between the parts."));
        var in = new UntilBroken(body);
        try {
            receiveParts(new MultipartBody(in, boundary));
        } catch (MimeException | MimeIOException e) {
            in.rethrow();
            instances.await();
            if (parts == 0) {
                throw Problem.badRequest("The body is not well formed, or not as its Content-Type says.");
            }
            // What was complete before the fault is stored, and the answer must say so.
            refuse("the multipart body is not well formed: " + e.getMessage());
        }
        in.rethrow();
    }

    private void receiveParts(MultipartBody body) throws IOException, InterruptedException, MimeException {
        while (body.next()) {
            if (++parts > MOST_PARTS) {
                instances.await();
                refuse("more than " + MOST_PARTS + " parts in one request");
                return;
            }
            if (body.head().hasParts()) {
                instances.await();
                refuse("a part has parts of its own");
                return;
            }
            receivePart(body.head(), body.bytes());
        }
    }

    private void receivePart(PartHead own, InputStream bytes) throws IOException, InterruptedException {
        // A part that does not say what it is, is what the request says of its parts (RFC 2387).
        PartHead head = own.mediaType().isEmpty()
                ? own.with("Content-Type", request.parameter("type").orElse(MediaTypes.DICOM))
                : own;
        if (isInstance(head)) {
            instances.receive(arrival(new Body.Part10(bytes)));
            return;
        }
        instances.await();
        if (isMetadata(head)) {
            metadata.addMetadata(isXml(head), bytes);
        } else if (head.location().isPresent()) {
            metadata.addBulkData(head, bytes);
        } else {
            refuse("a part is " + head.mediaType() + " without a Content-Location");
        }
    }

    /** Some senders name no better type; with a location it is bulk data. */
    private static boolean isInstance(PartHead head) {
        return head.mediaType().equals(MediaTypes.DICOM)
                || head.mediaType().equals(MediaTypes.OCTET_STREAM)
                        && head.location().isEmpty();
    }

    private static boolean isMetadata(PartHead head) {
        return isXml(head)
                || head.mediaType().equals(MediaTypes.DICOM_JSON)
                || head.mediaType().equals(MediaTypes.JSON);
    }

    private static boolean isXml(PartHead head) {
        return head.mediaType().equals(StowAnswer.DICOM_XML);
    }

    private void refuse(String detail) {
        answer.add(MetadataInstances.nameless(Refusal.UNREADABLE, detail));
    }

    private IngestResult store(Body body) throws IOException, InterruptedException {
        return ingest.receive(arrival(body));
    }

    private Arrival arrival(Body body) {
        return new Arrival(Arrival.Source.STOW, body, Optional.empty(), study);
    }
}
