package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.voxrelay.archive.Trash;
import org.voxrelay.archive.TrashedDeletion;
import org.voxrelay.ingest.Restoration;
import org.voxrelay.web.access.MayDelete;
import org.voxrelay.web.problem.Problem;

/** What was deleted and is still kept: a list, taking back, and giving up before its time. */
@Path("/trash")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TrashResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1000;

    @Inject
    Trash trash;

    @Inject
    Restoration restoration;

    @Inject
    MayDelete mayDelete;

    @Context
    HttpServletRequest request;

    @Context
    HttpServletResponse response;

    /** Deletions, the latest first; no names of patients. */
    @GET
    public String list(
            @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("offset") @DefaultValue("0") int offset) {
        if (limit < 1 || limit > MOST || offset < 0) {
            throw Problem.badRequest("limit must be from 1 to " + MOST + ", offset at least 0.");
        }
        ArrayNode list = JSON.createArrayNode();
        for (TrashedDeletion deletion : trash.list(limit, offset)) {
            ObjectNode one = list.addObject().put("id", deletion.pk()).put("studyInstanceUid", deletion.study());
            deletion.series().ifPresent(uid -> one.put("seriesInstanceUid", uid));
            deletion.instance().ifPresent(uid -> one.put("sopInstanceUid", uid));
            one.put("instances", deletion.instances())
                    .put("deleted", deletion.deleted().toString())
                    .put("purge", deletion.purgeAt().toString());
        }
        return list.toString();
    }

    /** Takes a deletion back; instances whose UIDs others have by now stay in the trash. */
    @POST
    @Path("{id}/restore")
    public String restore(@PathParam("id") long id) throws IOException, InterruptedException {
        mayDelete.check(request, response);
        var restored = restoration.restore(id).orElseThrow(TrashResource::noSuchDeletion);
        ObjectNode answer = JSON.createObjectNode().put("restored", restored.instances());
        restored.occupied().forEach(answer.putArray("occupied")::add);
        return answer.toString();
    }

    /** Gives its bytes up for good. */
    @DELETE
    @Path("{id}")
    public Response purge(@PathParam("id") long id) throws IOException {
        mayDelete.check(request, response);
        if (!trash.purge(id)) {
            throw noSuchDeletion();
        }
        return Response.noContent().build();
    }

    private static Problem noSuchDeletion() {
        return Problem.notFound("There is no such deletion in the trash.");
    }
}
