package org.voxrelay.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.voxrelay.config.Settings;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.TrialVolume;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.results.Measurements;
import org.voxrelay.results.Measurements.Result.Impossible;
import org.voxrelay.results.Measurements.Result.Scheduled;
import org.voxrelay.results.Measurements.Result.Unknown;
import org.voxrelay.web.problem.Problem;

/** Model packages: what is there and in use, upload of a zip, activation, the way back, removal, measurement. */
@Path("/models")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    @Inject
    Settings settings;

    @Inject
    ModelRepository models;

    @Inject
    ModelStore store;

    @Inject
    Inference inference;

    @Inject
    Measurements measurements;

    @Inject
    WorkItems items;

    /** All versions of all models, those that cannot be used with their faults. */
    @GET
    public String all() throws IOException {
        try {
            return new ModelJson(settings, models, inference).all();
        } catch (UnusableModelException e) {
            throw Problem.conflict(e.getMessage());
        }
    }

    /**
     * Takes a zip, checks and tries it.
     *
     * @param name needed unless the package has a {@code model.json}; version likewise
     */
    @POST
    @Consumes("application/zip")
    public Response upload(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("version") @DefaultValue("") String version,
            InputStream zip)
            throws IOException, InterruptedException {
        try {
            ModelPackage added = store.add(zip, name, version, model -> TrialVolume.segment(inference, model));
            return Response.status(Response.Status.CREATED)
                    .entity(ModelJson.version(added).toString())
                    .build();
        } catch (UnusableModelException e) {
            throw Problem.unusable(e.getMessage());
        }
    }

    /** New jobs use this version from now on. */
    @POST
    @Path("{name}/{version}/activate")
    public String activate(@PathParam("name") String name, @PathParam("version") String version) throws IOException {
        requireVersion(name, version);
        try {
            store.activate(name, version);
            return all();
        } catch (UnusableModelException e) {
            throw Problem.conflict(e.getMessage());
        }
    }

    /** New jobs use the version again that was active before. */
    @POST
    @Path("{name}/rollback")
    public String rollBack(@PathParam("name") String name) throws IOException {
        if (versions(name).isEmpty()) {
            throw Problem.notFound("There is no such model.");
        }
        try {
            store.rollBack(name);
            return all();
        } catch (UnusableModelException e) {
            throw Problem.conflict(e.getMessage());
        }
    }

    /** Removes a version that is not active. */
    @DELETE
    @Path("{name}/{version}")
    public Response remove(@PathParam("name") String name, @PathParam("version") String version) throws IOException {
        requireVersion(name, version);
        try {
            store.remove(name, version);
            return Response.noContent().build();
        } catch (UnusableModelException e) {
            throw Problem.conflict(e.getMessage());
        }
    }

    private void requireVersion(String name, String version) throws IOException {
        if (!versions(name).contains(version)) {
            throw Problem.notFound("There is no such version of this model.");
        }
    }

    private List<String> versions(String name) throws IOException {
        try {
            return models.versions(name);
        } catch (UnusableModelException e) { // no name that a model can have
            return List.of();
        }
    }

    /**
     * Measures how well a version agrees with segmentations of the archive; the answer is the job that does it.
     *
     * @param series of images; may be left out, for a segmentation names its own
     * @param reference series of segmentations
     */
    @POST
    @Path("{name}/{version}/measure")
    public Response measure(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @QueryParam("series") List<String> series,
            @QueryParam("reference") List<String> reference)
            throws IOException, InterruptedException {
        if (reference.isEmpty() || reference.size() > Measurements.MOST_CASES) {
            throw Problem.badRequest("From 1 to " + Measurements.MOST_CASES
                    + " series of segmentations (reference, their Series Instance UIDs) are needed.");
        }
        requireUids(series);
        requireUids(reference);
        var result = measurements.order(name, version, Set.copyOf(series), List.copyOf(new LinkedHashSet<>(reference)));
        if (result instanceof Scheduled scheduled) {
            WorkItem item = items.find(scheduled.uid()).orElseThrow();
            return Response.accepted(JobJson.one(item)).build();
        } else if (result instanceof Unknown unknown) {
            throw Problem.notFound(unknown.what());
        }
        throw Problem.conflict(((Impossible) result).why());
    }

    private static void requireUids(List<String> values) {
        try {
            values.forEach(Uid::new);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("series and reference are Series Instance UIDs: " + e.getMessage() + ".");
        }
    }
}
