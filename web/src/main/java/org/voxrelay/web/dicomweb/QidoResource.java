package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.query.BadKeyException;
import org.voxrelay.query.Level;
import org.voxrelay.query.QueryResult;
import org.voxrelay.query.QueryService;
import org.voxrelay.web.problem.Problem;

/** QIDO-RS (PS3.18 section 10.6). */
@Path("/")
@RequestScoped
public class QidoResource {
    @Inject
    QueryService queries;

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
        MediaTypes.requireJson(headers);
        var request = QidoRequest.of(uris.getQueryParameters(), level, path);
        try {
            QueryResult result = queries.find(request.query());
            var answer = Response.ok((StreamingOutput) out -> DicomJson.writeArray(
                            result.matches().stream().map(this::withRetrieveUrl).toList(), out, BulkDataUri.INLINE))
                    .type(MediaTypes.DICOM_JSON);
            warnings(answer, request, result);
            return answer.build();
        } catch (BadKeyException e) {
            throw Problem.badRequest("A key cannot be understood: " + e.getMessage() + ".");
        }
    }

    private static void warnings(Response.ResponseBuilder answer, QidoRequest request, QueryResult result) {
        if (!result.unsupportedKeys().isEmpty()) {
            String keys =
                    result.unsupportedKeys().stream().map(QidoResource::name).collect(Collectors.joining(", "));
            answer.header("Warning", "299 - \"not matched on, and so ignored: " + keys + "\"");
        }
        if (request.fuzzy()) {
            answer.header("Warning", "299 - \"fuzzymatching is not supported: names were matched literally\"");
        }
        if (result.truncated() && request.limitIsOurs()) {
            answer.header("Warning", "299 - \"there are more results: ask for them with limit and offset\"");
        }
    }

    private static String name(int tag) {
        return ElementDictionary.keywordOf(tag).orElseGet(() -> String.format("%08X", tag));
    }

    private Attributes withRetrieveUrl(Attributes match) {
        var url = new StringBuilder(uris.getBaseUri().toString())
                .append("studies/")
                .append(match.getString(Tag.StudyInstanceUID, ""));
        match.getString(Tag.SeriesInstanceUID)
                .ifPresent(uid -> url.append("/series/").append(uid));
        match.getString(Tag.SOPInstanceUID)
                .ifPresent(uid -> url.append("/instances/").append(uid));
        return match.setString(Tag.RetrieveURL, VR.UR, url.toString());
    }
}
