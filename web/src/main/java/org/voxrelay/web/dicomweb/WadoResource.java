package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** WADO-RS (PS3.18 section 10.4): studies, series and instances as DICOM files, in a transfer syntax that is accepted. */
@Path("/")
@RequestScoped
public class WadoResource {
    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Inject
    DataSets dataSets;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    @PathParam("study")
    String study;

    /** All instances of a study. */
    @GET
    @Path(Paths.STUDY)
    @Answers(types = {MediaTypes.DICOM_PARTS, MediaTypes.ZIP})
    public Response study() throws IOException, InterruptedException {
        return answer(Stored.study(index, study));
    }

    /** All instances of a series. */
    @GET
    @Path(Paths.SERIES)
    @Answers(types = {MediaTypes.DICOM_PARTS, MediaTypes.ZIP})
    public Response series(@PathParam("series") String series) throws IOException, InterruptedException {
        return answer(Stored.series(index, study, series));
    }

    /** One instance. */
    @GET
    @Path(Paths.INSTANCE)
    @Answers(types = {MediaTypes.DICOM_PARTS, MediaTypes.DICOM, MediaTypes.ZIP})
    public Response instance(@PathParam("series") String series, @PathParam("instance") String instance)
            throws IOException, InterruptedException {
        return answer(List.of(Stored.instance(index, study, series, instance)));
    }

    private Response answer(List<StoredInstance> instances) throws IOException, InterruptedException {
        var asked = new Asked(headers, uris, request);
        Accept accept = asked.accept();
        Representation form = form(instances, accept);
        return InstanceParts.choose(instances, form, accept, dataSets).answer(asked, reader);
    }

    private Representation form(List<StoredInstance> instances, Accept accept) throws InterruptedException {
        Representation parts = Representation.parts(MediaTypes.DICOM);
        Representation single = Representation.single(MediaTypes.DICOM);
        Representation zip = Representation.single(MediaTypes.ZIP);
        if (instances.size() > 1) {
            return accept.bestType(List.of(parts, zip))
                    .orElseThrow(() -> Problem.notAcceptable(
                            "More than one instance is sent as multipart/related; type=\"" + MediaTypes.DICOM + "\"."));
        }
        List<String> syntaxes = dataSets.fileTransferSyntaxes(instances.get(0));
        List<Representation> offers = Stream.of(parts, single)
                .flatMap(form -> syntaxes.stream().map(form::in))
                .toList();
        return accept.best(offers)
                .or(() -> accept.bestType(List.of(parts, single, zip)))
                .orElseThrow(() -> Problem.notAcceptable("An instance is sent as " + MediaTypes.DICOM
                        + ", as multipart/related; type=\"" + MediaTypes.DICOM + "\", or as " + MediaTypes.ZIP + "."));
    }
}
