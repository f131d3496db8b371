package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.config.Settings;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.web.problem.Problem;

/** STOW-RS (PS3.18 section 10.5): every part goes through the same door as a C-STORE, while the request is still coming. */
@Path("/")
@RequestScoped
@Consumes(MediaType.WILDCARD)
public class StowResource {
    @Inject
    Ingest ingest;

    @Inject
    Settings settings;

    @Inject
    InstanceFiles files;

    @Inject
    MetadataRoom room;

    @Context
    UriInfo uris;

    @Context
    HttpHeaders headers;

    /** Stores instances of any study. */
    @POST
    @Path("studies")
    public Response store(InputStream body) throws IOException, InterruptedException {
        return store(body, Optional.empty());
    }

    /** Stores instances of one study; others are refused one by one. */
    @POST
    @Path("studies/{study}")
    public Response store(@PathParam("study") String study, InputStream body) throws IOException, InterruptedException {
        return store(body, Optional.of(Uids.of(study)));
    }

    private Response store(InputStream body, Optional<Uid> study) throws IOException, InterruptedException {
        String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (contentType == null) {
            throw Problem.badRequest("A Content-Type is needed: multipart/related; type=\"application/dicom\".");
        }
        boolean xml = wantsXml(headers);
        var answer = new StowAnswer(uris.getBaseUri());
        var spool = new BulkSpool(settings.dataDir().resolve("incoming"), new Limits(settings, files));
        new StowRequest(ingest, study, answer, uris.getBaseUri(), spool, room.share())
                .receive(contentType, decoded(body));
        return answer.build(xml);
    }

    private InputStream decoded(InputStream body) throws IOException {
        String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity":
                return body;
            case "gzip", "x-gzip":
                try {
                    return new GzipBody(body);
                } catch (GzipBody.Broken e) {
                    throw Problem.badRequest("The body is not gzip, as its Content-Encoding says.");
                }
            default:
                throw Problem.unsupportedMediaType("A body is taken as it is, or with Content-Encoding gzip.");
        }
    }

    /** @throws Problem 406 if the request accepts no form that an answer can have */
    private static boolean wantsXml(HttpHeaders headers) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.valueOf(MediaTypes.DICOM_JSON))
                    || accepted.isCompatible(MediaType.valueOf(MediaTypes.JSON))) {
                return false;
            }
            if (accepted.isCompatible(MediaType.valueOf(StowAnswer.DICOM_XML))) {
                return true;
            }
        }
        throw Problem.notAcceptable(
                "The answer is sent as " + MediaTypes.DICOM_JSON + " or " + StowAnswer.DICOM_XML + ".");
    }

    private record Limits(Settings settings, InstanceFiles files) implements BulkSpool.Limits {
        @Override
        public long longestPart() {
            return settings.maxInstanceBytes();
        }

        @Override
        public boolean hasSpace() throws IOException {
            return files.usableBytes() >= settings.minFreeBytes();
        }
    }
}
