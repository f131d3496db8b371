package org.voxrelay.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.web.problem.Problem;

/** The work list: state, attempts, progress and reasons, newest first. */
@Path("/jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    private static final int MOST = 500;

    @Inject
    WorkItems items;

    @Inject
    ManualJobs manual;

    /** @param study only the jobs of these studies; of all when there is none */
    @GET
    public String jobs(
            @QueryParam("study") List<String> study,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("offset") @DefaultValue("0") int offset) {
        if (limit < 1 || limit > MOST || offset < 0) {
            throw Problem.badRequest("limit must be from 1 to " + MOST + ", offset at least 0.");
        }
        List<String> studies = study.stream().filter(uid -> !uid.isEmpty()).toList();
        if (studies.size() > MOST) {
            throw Problem.badRequest("Jobs are asked for by at most " + MOST + " studies at a time.");
        }
        List<WorkItem> found =
                studies.isEmpty() ? items.list("", limit + 1, offset) : items.list(studies, limit + 1, offset);
        boolean more = found.size() > limit;
        return JobJson.list(more ? found.subList(0, limit) : found, more);
    }

    /** One job. */
    @GET
    @Path("{uid}")
    public String job(@PathParam("uid") String uid) {
        return JobJson.one(items.find(uid).orElseThrow(JobsResource::noSuchJob));
    }

    /** Runs an ended job once more; its results keep their UIDs, so nothing is doubled. */
    @POST
    @Path("{uid}/again")
    public Response again(@PathParam("uid") String uid) {
        WorkItem item = items.find(uid).orElseThrow(JobsResource::noSuchJob);
        if (!manual.again(item)) {
            throw Problem.conflict("The job is " + item.state().term() + "; only one that has ended can be run again.");
        }
        return Response.accepted(JobJson.one(items.find(uid).orElseThrow(JobsResource::noSuchJob)))
                .build();
    }

    /** Sends a series to a model without waiting for a rule, with the others of its study that the model needs. */
    @POST
    public Response create(@QueryParam("series") String series, @QueryParam("model") String model)
            throws IOException, InterruptedException {
        if (series == null || model == null) {
            throw Problem.badRequest("A series (its Series Instance UID) and a model are needed.");
        }
        return manual.schedule(series, model)
                .flatMap(items::find)
                .map(item -> Response.accepted(JobJson.one(item)).build())
                .orElseThrow(() -> Problem.notFound("There is no such series with images, or no such model."));
    }

    private static Problem noSuchJob() {
        return Problem.notFound("There is no such job.");
    }
}
