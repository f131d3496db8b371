package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import org.voxrelay.archive.Reindex;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.query.BadKeyException;
import org.voxrelay.query.Level;
import org.voxrelay.query.QueryService;
import org.voxrelay.web.problem.Problem;

/** QIDO-RS (PS3.18 section 10.6). */
@Path("/")
@RequestScoped
public class QidoResource {
    @Inject
    QueryService queries;

    @Inject
    Reindex reindex;

    @Context
    UriInfo uris;

    @Context
    HttpHeaders headers;

    /** All studies. */
    @GET
    @Path("studies")
    public Response studies() throws IOException, InterruptedException {
        return search(Level.STUDY, Map.of());
    }

    /** Series of all studies. */
    @GET
    @Path("series")
    public Response series() throws IOException, InterruptedException {
        return search(Level.SERIES, Map.of());
    }

    /** A study's series. */
    @GET
    @Path("studies/{study}/series")
    public Response seriesOf(@PathParam("study") String study) throws IOException, InterruptedException {
        return search(Level.SERIES, Map.of(Tag.StudyInstanceUID, Uids.of(study).value()));
    }

    /** Instances of all studies. */
    @GET
    @Path("instances")
    public Response instances() throws IOException, InterruptedException {
        return search(Level.INSTANCE, Map.of());
    }

    /** A study's instances. */
    @GET
    @Path("studies/{study}/instances")
    public Response instancesOf(@PathParam("study") String study) throws IOException, InterruptedException {
        return search(
                Level.INSTANCE, Map.of(Tag.StudyInstanceUID, Uids.of(study).value()));
    }

    /** A series' instances. */
    @GET
    @Path("studies/{study}/series/{series}/instances")
    public Response instancesOf(@PathParam("study") String study, @PathParam("series") String series)
            throws IOException, InterruptedException {
        return search(
                Level.INSTANCE,
                Map.of(
                        Tag.StudyInstanceUID, Uids.of(study).value(),
                        Tag.SeriesInstanceUID, Uids.of(series).value()));
    }

    private Response search(Level level, Map<Integer, String> path) throws IOException, InterruptedException {
        SearchForm form = SearchForm.choose(headers, uris);
        var request = QidoRequest.of(uris.getQueryParameters(), level, path);
        try {
            var answer = new SearchAnswer(uris.getBaseUri(), reindex.isComplete());
            return answer.of(queries.find(request.query()), form);
        } catch (BadKeyException e) {
            throw Problem.badRequest("A key cannot be understood: " + e.getMessage() + ".");
        }
    }
}
