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
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureSource;
import org.voxrelay.picture.Pictures;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.web.dicomweb.Shots.Shot;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** Pictures of studies, series, instances and frames (PS3.18 section 10.4.1.1.3). */
@Path("/")
@RequestScoped
public class RenderedResource {
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

    /** Of all images of a study. */
    @GET
    @Path(Paths.STUDY + "/rendered")
    @Answers(
            types = {MediaTypes.JPEG_PARTS, MediaTypes.PNG_PARTS, MediaTypes.GIF_PARTS, MediaTypes.GIF},
            parameters = {"viewport", "window", "quality", "annotation"})
    public Response study() throws IOException, InterruptedException {
        return several(Stored.study(index, study));
    }

    /** Of all images of a series. */
    @GET
    @Path(Paths.SERIES + "/rendered")
    @Answers(
            types = {MediaTypes.JPEG_PARTS, MediaTypes.PNG_PARTS, MediaTypes.GIF_PARTS, MediaTypes.GIF},
            parameters = {"viewport", "window", "quality", "annotation"})
    public Response series(@PathParam("series") String series) throws IOException, InterruptedException {
        return several(Stored.series(index, study, series));
    }

    /** Of one image, with all its frames. */
    @GET
    @Path(Paths.INSTANCE + "/rendered")
    @Answers(
            types = {
                MediaTypes.JPEG,
                MediaTypes.PNG,
                MediaTypes.GIF,
                MediaTypes.JPEG_PARTS,
                MediaTypes.PNG_PARTS,
                MediaTypes.GIF_PARTS
            },
            parameters = {"viewport", "window", "quality", "annotation"})
    public Response instance(@PathParam("series") String series, @PathParam("instance") String instance)
            throws IOException, InterruptedException {
        return allFrames(Stored.instance(index, study, series, instance));
    }

    /** Of some frames. */
    @GET
    @Path(Paths.FRAMES + "/rendered")
    @Answers(
            types = {
                MediaTypes.JPEG,
                MediaTypes.PNG,
                MediaTypes.GIF,
                MediaTypes.JPEG_PARTS,
                MediaTypes.PNG_PARTS,
                MediaTypes.GIF_PARTS
            },
            parameters = {"viewport", "window", "quality", "annotation"})
    public Response frames(
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frameList)
            throws IOException, InterruptedException {
        List<Integer> numbers = FrameList.parse(frameList);
        StoredInstance stored = Stored.instance(index, study, series, instance);
        numbers.stream()
                .filter(number -> number > Shots.frames(stored))
                .findFirst()
                .ifPresent(number -> {
                    throw Problem.notFound("The instance has " + Shots.frames(stored) + " frames, not " + number + ".");
                });
        Accept accept = asked().accept();
        Representation form =
                numbers.size() == 1 ? PictureForms.ofOne(accept) : PictureForms.ofMany(accept, numbers.size());
        return answer(form, Shots.of(stored, numbers));
    }

    private Asked asked() {
        return new Asked(headers, uris, request);
    }

    private Response several(List<StoredInstance> instances) throws IOException, InterruptedException {
        if (instances.size() == 1) {
            return allFrames(instances.get(0));
        }
        List<Shot> shots = Shots.all(instances);
        return answer(PictureForms.ofMany(asked().accept(), shots.size()), shots);
    }

    private Response allFrames(StoredInstance stored) throws IOException, InterruptedException {
        List<Shot> shots = Shots.all(List.of(stored));
        Accept accept = asked().accept();
        if (shots.size() == 1) {
            return answer(PictureForms.ofOne(accept), shots);
        }
        Representation form = PictureForms.ofFrames(accept, shots.size());
        boolean still = !form.multipart() && !form.type().equals("image/gif");
        return answer(form, still ? Shots.of(stored, List.of(representativeFrame(stored))) : shots);
    }

    private int representativeFrame(StoredInstance stored) throws IOException {
        try (PictureSource source = pictures.open(stored)) {
            return source.representativeFrame();
        } catch (CannotDecode e) {
            throw Problem.notAcceptable(e.getMessage());
        }
    }

    private Response answer(Representation form, List<Shot> shots) throws IOException, InterruptedException {
        Asked asked = asked();
        Look look = PictureRequest.look(asked);
        Etags tags = new Etags().with("rendered", form, PictureRequest.fingerprint(asked));
        shots.forEach(shot -> tags.with(shot.instance()).with(shot.frame()));
        EntityTag tag = tags.tag();
        return asked.answer(tag, () -> new PictureAnswer(pictures, look, shots, form).make(tag));
    }
}
