package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureSource;
import org.voxrelay.picture.Pictures;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** One instance, as a file or as a picture, by an address that says all in its query (PS3.18 chapter 9). */
@Path("/")
@RequestScoped
public class WadoUriResource {
    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Inject
    DataSets dataSets;

    @Inject
    Pictures pictures;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    /** Retrieves an instance. */
    @GET
    public Response retrieve() throws IOException, InterruptedException {
        var asked = new Asked(headers, uris, request);
        var query = new UriQuery(asked);
        query.requireSupported();
        StoredInstance stored = Stored.instance(
                index, query.required("studyUID"), query.required("seriesUID"), query.required("objectUID"));
        Representation form = query.form();
        if (form.type().equals(MediaTypes.DICOM)) {
            return InstanceParts.choose(List.of(stored), form, query.fileSyntax(), dataSets)
                    .answer(asked, reader);
        }
        EntityTag tag =
                new Etags().with("wado", form, query.fingerprint()).with(stored).tag();
        return asked.answer(tag, () -> picture(stored, query, form).make(tag));
    }

    private PictureAnswer picture(StoredInstance stored, UriQuery query, Representation form) throws IOException {
        try (PictureSource source = pictures.open(stored)) {
            Look look = query.look(source.columns(), source.rows());
            List<Integer> all = IntStream.rangeClosed(1, Math.min(source.frames(), Shots.MOST_IN_CINE))
                    .boxed()
                    .toList();
            boolean moves = form.type().equals("image/gif");
            List<Integer> frames = query.frame().map(List::of).orElse(moves ? all : List.of(1));
            return new PictureAnswer(pictures, look, Shots.of(stored, frames), form);
        } catch (CannotDecode e) {
            throw Problem.notAcceptable("No picture can be made of this. " + e.getMessage());
        }
    }
}
