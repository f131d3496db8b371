package org.voxrelay.web.dicomweb;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.retrieve.FrameException;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.dicomweb.MediaTypes.Form;
import org.voxrelay.web.problem.Problem;

/** WADO-RS (PS3.18 section 10.4): instances, metadata, frames and bulk data, as they are stored. */
@Path("/")
@RequestScoped
public class WadoResource {
    // One root for all resources of the service: a class with a longer path would hide the others' methods below it.
    private static final String STUDY = "studies/{study}";
    private static final String SERIES = STUDY + "/series/{series}";
    private static final String INSTANCE = SERIES + "/instances/{instance}";

    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Context
    HttpHeaders headers;

    @PathParam("study")
    String study;

    /** All instances of a study. */
    @GET
    @Path(STUDY)
    public Response study() throws IOException, InterruptedException {
        return instances(index.ofStudy(Uids.of(study).value()));
    }

    /** All instances of a series. */
    @GET
    @Path(SERIES)
    public Response series(@PathParam("series") String series) throws IOException, InterruptedException {
        return instances(index.ofSeries(Uids.of(study).value(), Uids.of(series).value()));
    }

    /** One instance. */
    @GET
    @Path(INSTANCE)
    public Response instance(@PathParam("series") String series, @PathParam("instance") String instance) {
        return instances(List.of(find(series, instance)));
    }

    /** Metadata of a study's instances. */
    @GET
    @Path(STUDY + "/metadata")
    public Response studyMetadata() throws IOException, InterruptedException {
        return metadata(index.studyMetadata(Uids.of(study).value()));
    }

    /** Metadata of a series' instances. */
    @GET
    @Path(SERIES + "/metadata")
    public Response seriesMetadata(@PathParam("series") String series) throws IOException, InterruptedException {
        return metadata(
                index.seriesMetadata(Uids.of(study).value(), Uids.of(series).value()));
    }

    /** Metadata of one instance. */
    @GET
    @Path(INSTANCE + "/metadata")
    public Response instanceMetadata(@PathParam("series") String series, @PathParam("instance") String instance)
            throws IOException {
        MediaTypes.requireJson(headers);
        var json = new ByteArrayOutputStream();
        StoredInstance stored = find(series, instance);
        DicomJson.writeArray(List.of(reader.readMetadata(stored)), json, reader.bulkDataUris(stored));
        return Response.ok(json.toByteArray()).type(MediaTypes.DICOM_JSON).build();
    }

    /** Frames by their numbers, which begin at 1 (PS3.18 section 10.4.1.1.6). */
    @GET
    @Path(INSTANCE + "/frames/{frames}")
    public Response frames(
            @PathParam("series") String series,
            @PathParam("instance") String instance,
            @PathParam("frames") String frameList)
            throws IOException {
        Form form = MediaTypes.choose(headers, MediaTypes.OCTET_STREAM);
        StoredInstance stored = find(series, instance);
        String partType = MediaTypes.OCTET_STREAM + "; transfer-syntax=" + stored.transferSyntaxUid();
        try {
            var frames = reader.openFrames(stored, FrameList.parse(frameList));
            if (form == Form.SINGLE_PART && frames.count() == 1) {
                return Response.ok((StreamingOutput) out -> frames.writeTo(out, part -> {}))
                        .type(partType)
                        .build();
            }
            return multipart(
                    MediaTypes.OCTET_STREAM, (parts, out) -> frames.writeTo(out, part -> parts.part(partType)));
        } catch (FrameException e) {
            throw Problem.notFound(e.getMessage());
        }
    }

    /** A long value that the metadata name by this address. */
    @GET
    @Path(INSTANCE + "/bulkdata/{path: .+}")
    public Response bulkData(
            @PathParam("series") String series, @PathParam("instance") String instance, @PathParam("path") String path)
            throws IOException {
        Form form = MediaTypes.choose(headers, MediaTypes.OCTET_STREAM);
        try {
            InputStream value = reader.openBulkData(find(series, instance), path);
            StreamingOutput bytes = out -> {
                try (value) {
                    value.transferTo(out);
                }
            };
            if (form == Form.SINGLE_PART) {
                return Response.ok(bytes).type(MediaTypes.OCTET_STREAM).build();
            }
            return multipart(MediaTypes.OCTET_STREAM, (parts, out) -> {
                parts.part(MediaTypes.OCTET_STREAM);
                bytes.write(out);
            });
        } catch (FrameException e) {
            throw Problem.notFound(e.getMessage());
        }
    }

    private StoredInstance find(String series, String instance) {
        return index.find(Uids.of(instance).value())
                .filter(found -> found.studyInstanceUid().equals(Uids.of(study).value()))
                .filter(found ->
                        found.seriesInstanceUid().equals(Uids.of(series).value()))
                .orElseThrow(() -> Problem.notFound("There is no such instance in this series."));
    }

    private Response instances(List<StoredInstance> instances) {
        if (instances.isEmpty()) {
            throw Problem.notFound("There is no such study or series.");
        }
        Form form = MediaTypes.choose(headers, MediaTypes.DICOM);
        if (form == Form.SINGLE_PART) {
            if (instances.size() > 1) {
                throw Problem.notAcceptable(
                        "More than one instance is sent as multipart/related; type=\"" + MediaTypes.DICOM + "\".");
            }
            StoredInstance only = instances.get(0);
            return Response.ok((StreamingOutput) out -> reader.writeTo(only, out))
                    .type(MediaTypes.DICOM)
                    .header(HttpHeaders.CONTENT_LENGTH, only.size())
                    .build();
        }
        return multipart(MediaTypes.DICOM, (parts, out) -> {
            for (StoredInstance instance : instances) {
                parts.part(MediaTypes.DICOM + "; transfer-syntax=" + instance.transferSyntaxUid());
                reader.writeTo(instance, out);
            }
        });
    }

    @FunctionalInterface
    private interface Parts {
        void write(MultipartWriter parts, OutputStream out) throws IOException;
    }

    private static Response multipart(String type, Parts content) {
        String boundary = MultipartWriter.newBoundary();
        return Response.ok((StreamingOutput) out -> {
                    var parts = new MultipartWriter(boundary, out);
                    content.write(parts, out);
                    parts.end();
                })
                .type(MediaTypes.multipart(type, boundary))
                .build();
    }

    private Response metadata(Optional<SeriesMetadata> found) {
        MediaTypes.requireJson(headers);
        SeriesMetadata metadata = found.orElseThrow(() -> Problem.notFound("There is no such study or series."));
        var answer = Response.ok().type(MediaTypes.DICOM_JSON).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (acceptsGzip()) {
            return answer.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .header(HttpHeaders.CONTENT_LENGTH, metadata.gzipLength())
                    .entity((StreamingOutput) metadata::writeGzip)
                    .build();
        }
        return answer.entity((StreamingOutput) out -> {
                    try (InputStream json = metadata.openJson()) {
                        json.transferTo(out);
                    }
                })
                .build();
    }

    private boolean acceptsGzip() {
        String accepted = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }
}
