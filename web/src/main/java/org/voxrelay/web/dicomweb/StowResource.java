package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
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
import java.util.Optional;
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

    @Context
    UriInfo uris;

    /** Stores instances of any study. */
    @POST
    @Path("studies")
    public Response store(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, InputStream body)
            throws IOException, InterruptedException {
        return store(contentType, body, Optional.empty());
    }

    /** Stores instances of one study; others are refused one by one. */
    @POST
    @Path("studies/{study}")
    public Response store(
            @PathParam("study") String study,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            InputStream body)
            throws IOException, InterruptedException {
        return store(contentType, body, Optional.of(Uids.of(study)));
    }

    private Response store(String contentType, InputStream body, Optional<Uid> study)
            throws IOException, InterruptedException {
        if (contentType == null) {
            throw Problem.badRequest("A Content-Type is needed: multipart/related; type=\"application/dicom\".");
        }
        var answer = new StowAnswer(uris.getBaseUri());
        new StowRequest(ingest, study).receive(contentType, body, answer);
        return answer.build();
    }
}
