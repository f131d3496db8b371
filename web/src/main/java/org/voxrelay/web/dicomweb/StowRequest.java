package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.Refusal;
import org.voxrelay.web.problem.Problem;

/** Takes a STOW-RS body apart, part by part, as it comes; nothing but the part in hand is in memory. */
final class StowRequest {
    private static final int MOST_PARTS = 100_000;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final MimeConfig LIMITS = new MimeConfig.Builder()
            .setMaxHeaderCount(100)
            .setMaxHeaderLen(LONGEST_HEADER)
            .setMaxLineLen(LONGEST_HEADER)
            .setMaxContentLen(-1)
            .build();

    private final Ingest ingest;
    private final Optional<Uid> study;

    StowRequest(Ingest ingest, Optional<Uid> study) {
        this.ingest = ingest;
        this.study = study;
    }

    void receive(String contentType, InputStream body, StowAnswer answer) throws IOException, InterruptedException {
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith(MediaTypes.DICOM) && !type.startsWith(MediaTypes.DICOM + "+")) {
            answer.add(ingest.receive(arrival(body)));
        } else if (type.startsWith("multipart/related")) {
            receiveParts(contentType, body, answer);
        } else {
            throw Problem.unsupportedMediaType(
                    "Instances are taken as multipart/related; type=\"application/dicom\" or as application/dicom.");
        }
    }

    private void receiveParts(String contentType, InputStream body, StowAnswer answer)
            throws IOException, InterruptedException {
        if (!contentType.toLowerCase(Locale.ROOT).contains("boundary")) {
            throw Problem.badRequest("The Content-Type names no boundary between the parts.");
        }
        var parts = new MimeTokenStream(LIMITS);
        parts.parseHeadless(body, contentType);
        try {
            for (EntityState state = parts.getState(); state != EntityState.T_END_OF_STREAM; state = parts.next()) {
                if (state == EntityState.T_BODY) {
                    if (answer.size() == MOST_PARTS) {
                        throw Problem.badRequest("More than " + MOST_PARTS + " parts in one request.");
                    }
                    answer.add(receivePart(parts));
                }
            }
        } catch (MimeException e) {
            // What was complete before the fault is stored, and the answer must say so.
            answer.add(new Refused(
                    Refusal.UNREADABLE,
                    "the multipart body is not well formed: " + e.getMessage(),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    private IngestResult receivePart(MimeTokenStream parts) throws IOException, InterruptedException {
        String type = parts.getBodyDescriptor().getMimeType();
        // A part without a Content-Type is what the request's type parameter says; the parser calls it text/plain.
        if (type.equals(MediaTypes.DICOM) || type.equals("text/plain") || type.equals(MediaTypes.OCTET_STREAM)) {
            return ingest.receive(arrival(parts.getInputStream()));
        }
        return new Refused(
                Refusal.UNREADABLE,
                "a part is " + type + ", not application/dicom",
                Optional.empty(),
                Optional.empty());
    }

    private Arrival arrival(InputStream bytes) {
        return new Arrival(Arrival.Source.STOW, new Arrival.Body.Part10(bytes), Optional.empty(), study);
    }
}
