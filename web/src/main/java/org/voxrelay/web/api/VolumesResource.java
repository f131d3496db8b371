package org.voxrelay.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.voxrelay.dicom.volume.VolumeFormat;
import org.voxrelay.results.VolumeExport;
import org.voxrelay.results.VolumeExport.Result.Impossible;
import org.voxrelay.results.VolumeExport.Result.Written;
import org.voxrelay.results.VolumeExport.Wanted;
import org.voxrelay.web.problem.Problem;

/** Series of images and segmentations as files for other programs, at the place that they have in the patient. */
@Path("/series")
@RequestScoped
public class VolumesResource {
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");
    private static final int MOST_SEGMENT = 65535;

    @Inject
    VolumeExport export;

    /**
     * @param format {@code nii.gz} or {@code nrrd}
     * @param segment of a segmentation: a mask of 0 and 1; without it all labels
     * @param instance SOP Instance UID where a series holds several segmentations
     */
    @GET
    @Path("{series}/volume")
    public Response volume(
            @PathParam("series") String series,
            @QueryParam("format") @DefaultValue("nii.gz") String format,
            @QueryParam("segment") Integer segment,
            @QueryParam("instance") String instance)
            throws IOException, InterruptedException {
        VolumeFormat wanted = VolumeFormat.of(format)
                .orElseThrow(() -> Problem.badRequest("format", "The format must be nii.gz or nrrd."));
        if (!UID.matcher(series).matches()) {
            throw Problem.badRequest("The path holds something that is not a UID.");
        }
        if (segment != null && (segment < 1 || segment > MOST_SEGMENT)) {
            throw Problem.badRequest("segment", "A segment's number is from 1 to " + MOST_SEGMENT + ".");
        }
        OptionalInt number = segment == null ? OptionalInt.empty() : OptionalInt.of(segment);
        var result = export.write(new Wanted(series, wanted, number, Optional.ofNullable(instance)));
        if (result instanceof Written written) {
            return file(written, series, wanted);
        }
        if (result instanceof Impossible impossible) {
            throw Problem.conflict(impossible.why());
        }
        throw Problem.notFound("There is no such series.");
    }

    private static Response file(Written written, String series, VolumeFormat format) {
        return Response.ok(written.bytes())
                .type(format == VolumeFormat.NIFTI ? "application/gzip" : "application/octet-stream")
                .header(HttpHeaders.CONTENT_LENGTH, written.length())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + series + "." + format.extension() + "\"")
                .build();
    }
}
