package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.retrieve.FrameException;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.StoredValue;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** Long values that the metadata name by an address (PS3.18 section 10.4.1.1.5). */
@Path("/")
@RequestScoped
@Answers(types = {MediaTypes.OCTET_PARTS, MediaTypes.OCTET_STREAM})
public class BulkDataResource {
    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    /** One value. */
    @GET
    @Path(Paths.INSTANCE + "/bulkdata/{path: .+}")
    public Response value(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("path") String path)
            throws IOException, InterruptedException {
        var asked = new Asked(headers, uris, request);
        String type = MediaTypes.OCTET_STREAM;
        Representation form = asked.accept()
                .best(List.of(Representation.parts(type), Representation.single(type)))
                .orElseThrow(() -> Problem.notAcceptable(
                        "Bulk data are sent as " + type + ", or as multipart/related; type=\"" + type + "\"."));
        StoredInstance stored = Stored.instance(index, study, series, instance);
        try {
            StoredValue value = reader.findBulkData(stored, path);
            EntityTag tag =
                    new Etags().with(stored).with(path, form.multipart()).tag();
            if (!form.multipart()) {
                return new StoredBytes(type, value.length(), value::writeTo).answer(asked, tag);
            }
            return asked.answer(
                    tag,
                    () -> Multipart.answer(type, tag, (parts, out) -> {
                        parts.part(type);
                        value.writeTo(0, value.length(), out);
                    }));
        } catch (FrameException e) {
            throw Problem.notFound(e.getMessage());
        }
    }
}
