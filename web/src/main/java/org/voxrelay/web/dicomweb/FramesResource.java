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
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.retrieve.FrameException;
import org.voxrelay.retrieve.Images;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** Frames by their numbers, which begin at 1 (PS3.18 section 10.4.1.1.6): as stored, decoded, or coded anew. */
@Path("/")
@RequestScoped
@Answers(types = {MediaTypes.OCTET_PARTS, MediaTypes.OCTET_STREAM})
public class FramesResource {
    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Inject
    Images images;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    /** Some frames of an instance. */
    @GET
    @Path(Paths.FRAMES)
    public Response frames(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frameList)
            throws IOException, InterruptedException {
        var asked = new Asked(headers, uris, request);
        Accept accept = asked.accept();
        List<Integer> numbers = FrameList.parse(frameList);
        StoredInstance stored = Stored.instance(index, study, series, instance);
        Representation form = form(stored, accept);
        if (!form.multipart() && numbers.size() > 1) {
            throw Problem.notAcceptable("Several frames are sent as multipart/related; type=\"" + form.type() + "\".");
        }
        EntityTag tag = new Etags().with(stored).with(form, numbers).tag();
        return asked.answer(tag, () -> answer(form, tag, open(stored, numbers, form)));
    }

    private static ResponseBuilder answer(Representation form, EntityTag tag, FrameOutput frames) {
        String type = form.type() + "; transfer-syntax=" + form.transferSyntaxUid();
        if (!form.multipart()) {
            ResponseBuilder single = Response.ok((StreamingOutput) out -> frames.writeTo(out, part -> {}));
            frames.lengths().ifPresent(lengths -> single.header(HttpHeaders.CONTENT_LENGTH, lengths.get(0)));
            return single.type(type);
        }
        Multipart.Parts parts = (writer, out) -> frames.writeTo(out, part -> writer.part(type));
        return frames.lengths()
                .map(lengths -> Multipart.answer(form.type(), tag, type, lengths, parts))
                .orElseGet(() -> Multipart.answer(form.type(), tag, parts));
    }

    private Representation form(StoredInstance stored, Accept accept) throws InterruptedException {
        String storedUid = stored.transferSyntaxUid();
        List<Representation> offers = FrameTypes.offers(images.frameSyntaxes(stored), storedUid);
        return accept.best(offers)
                .or(() -> undecodable(offers, accept))
                .orElseThrow(() -> Problem.notAcceptable("The frames are stored in the transfer syntax " + storedUid
                        + " and are sent as multipart/related; type=\"" + MediaTypes.OCTET_STREAM
                        + "\"; transfer-syntax=*."));
    }

    /** What cannot be decoded here is sent as it is stored, unless the request names syntaxes. */
    private static Optional<Representation> undecodable(List<Representation> offers, Accept accept) {
        return accept.bestType(offers).filter(accept::leavesSyntaxOpen);
    }

    private FrameOutput open(StoredInstance stored, List<Integer> numbers, Representation form) throws IOException {
        String syntax = form.transferSyntaxUid();
        boolean plain = stored.transferSyntaxUid().equals(UID.ImplicitVRLittleEndian)
                && syntax.equals(UID.ExplicitVRLittleEndian);
        try {
            return syntax.equals(stored.transferSyntaxUid()) || plain
                    ? new StoredFrames(reader.openFrames(stored, numbers))
                    : RecodedFrames.open(images, stored, numbers, syntax);
        } catch (FrameException e) {
            throw Problem.notFound(e.getMessage());
        }
    }
}
