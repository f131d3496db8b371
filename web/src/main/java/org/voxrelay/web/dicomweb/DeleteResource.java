package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.voxrelay.archive.Trash;
import org.voxrelay.web.access.MayDelete;
import org.voxrelay.web.problem.Problem;

/** DELETE of studies, series and instances. PS3.18 has none; the archives that do answer as this one. */
@Path("/")
@RequestScoped
public class DeleteResource {
    @Inject
    Trash trash;

    @Inject
    MayDelete mayDelete;

    @Context
    HttpServletRequest request;

    @Context
    HttpServletResponse response;

    /** To the trash with a study. */
    @DELETE
    @Path("studies/{study}")
    public Response study(@PathParam("study") String study) throws IOException, InterruptedException {
        return delete(study, Optional.empty(), Optional.empty());
    }

    /** To the trash with a series. */
    @DELETE
    @Path("studies/{study}/series/{series}")
    public Response series(@PathParam("study") String study, @PathParam("series") String series)
            throws IOException, InterruptedException {
        return delete(study, Optional.of(series), Optional.empty());
    }

    /** To the trash with an instance. */
    @DELETE
    @Path("studies/{study}/series/{series}/instances/{instance}")
    public Response instance(
            @PathParam("study") String study,
            @PathParam("series") String series,
            @PathParam("instance") String instance)
            throws IOException, InterruptedException {
        return delete(study, Optional.of(series), Optional.of(instance));
    }

    private Response delete(String study, Optional<String> series, Optional<String> instance)
            throws IOException, InterruptedException {
        mayDelete.check(request, response);
        var selection = new Trash.Selection(
                Uids.of(study).value(),
                series.map(uid -> Uids.of(uid).value()),
                instance.map(uid -> Uids.of(uid).value()));
        if (trash.delete(selection) == 0) {
            throw Problem.notFound("There is nothing of this name to delete.");
        }
        return Response.noContent().build();
    }
}
