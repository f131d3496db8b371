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
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureFormat;
import org.voxrelay.picture.PictureSource;
import org.voxrelay.picture.Pictures;
import org.voxrelay.picture.Representatives;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** One small picture that stands for a study, a series, an instance or a frame (PS3.18 section 10.4.1.1.4). */
@Path("/")
@RequestScoped
@Answers(
        types = {MediaTypes.JPEG, MediaTypes.PNG, MediaTypes.GIF},
        parameters = {"viewport"})
public class ThumbnailResource {
    @Inject
    InstanceIndex index;

    @Inject
    Pictures pictures;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    @PathParam("study")
    String study;

    /** Of a study. */
    @GET
    @Path(Paths.STUDY + "/thumbnail")
    public Response study() throws IOException, InterruptedException {
        return answer(Representatives.of(Stored.study(index, study)), OptionalInt.empty());
    }

    /** Of a series. */
    @GET
    @Path(Paths.SERIES + "/thumbnail")
    public Response series(@PathParam("series") String series) throws IOException, InterruptedException {
        return answer(Representatives.of(Stored.series(index, study, series)), OptionalInt.empty());
    }

    /** Of an instance. */
    @GET
    @Path(Paths.INSTANCE + "/thumbnail")
    public Response instance(@PathParam("series") String series, @PathParam("instance") String instance)
            throws IOException, InterruptedException {
        return answer(List.of(Stored.instance(index, study, series, instance)), OptionalInt.empty());
    }

    /** Of a frame; of several the first. */
    @GET
    @Path(Paths.FRAMES + "/thumbnail")
    public Response frame(
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frameList)
            throws IOException, InterruptedException {
        int frame = FrameList.parse(frameList).get(0);
        return answer(List.of(Stored.instance(index, study, series, instance)), OptionalInt.of(frame));
    }

    private Response answer(List<StoredInstance> candidates, OptionalInt frame)
            throws IOException, InterruptedException {
        var asked = new Asked(headers, uris, request);
        Representation form = PictureForms.ofThumbnail(asked.accept());
        Look look = PictureRequest.thumbnail(asked);
        Etags tags = new Etags().with("thumbnail", form, frame, PictureRequest.fingerprint(asked));
        candidates.forEach(tags::with);
        EntityTag tag = tags.tag();
        return asked.answer(tag, () -> picture(candidates, frame, look, form));
    }

    private ResponseBuilder picture(List<StoredInstance> candidates, OptionalInt frame, Look look, Representation form)
            throws IOException, InterruptedException {
        String reason = "";
        for (StoredInstance candidate : candidates) {
            try (PictureSource source = pictures.open(candidate)) {
                int number = frame.orElse(source.representativeFrame());
                if (number > source.frames()) {
                    throw Problem.notFound("The instance has " + source.frames() + " frames, not " + number + ".");
                }
                PictureFormat format = PictureFormat.of(form.type()).orElseThrow();
                return Response.ok(format.encode(source.picture(number, look), look.quality()))
                        .type(form.type());
            } catch (CannotDecode e) {
                reason = e.getMessage();
            }
        }
        throw Problem.notAcceptable("No thumbnail can be made of this. " + reason);
    }
}
