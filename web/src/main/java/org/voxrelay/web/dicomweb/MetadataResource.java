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
import org.voxrelay.archive.SeriesMetadata;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.media.AcceptEncoding;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** Attributes without their long values (PS3.18 section 10.4.1.1.2): JSON, or XML in a part an instance. */
@Path("/")
@RequestScoped
@Answers(types = {MediaTypes.DICOM_JSON, MediaTypes.JSON, MediaTypes.XML_PARTS})
public class MetadataResource {
    private static final String BY_ENCODING = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    @Inject
    InstanceIndex index;

    @Inject
    InstanceReader reader;

    @Context
    HttpHeaders headers;

    @Context
    UriInfo uris;

    @Context
    Request request;

    @PathParam("study")
    String study;

    /** Of a study's instances. */
    @GET
    @Path(Paths.STUDY + "/metadata")
    public Response study() throws IOException, InterruptedException {
        Representation form = form();
        if (form.multipart()) {
            return xml(Stored.study(index, study));
        }
        return json(form, index.studyMetadata(Uids.of(study).value()));
    }

    /** Of a series' instances. */
    @GET
    @Path(Paths.SERIES + "/metadata")
    public Response series(@PathParam("series") String series) throws IOException, InterruptedException {
        Representation form = form();
        if (form.multipart()) {
            return xml(Stored.series(index, study, series));
        }
        return json(
                form,
                index.seriesMetadata(Uids.of(study).value(), Uids.of(series).value()));
    }

    /** Of one instance. */
    @GET
    @Path(Paths.INSTANCE + "/metadata")
    public Response instance(@PathParam("series") String series, @PathParam("instance") String instance)
            throws IOException, InterruptedException {
        Representation form = form();
        StoredInstance stored = Stored.instance(index, study, series, instance);
        if (form.multipart()) {
            return xml(List.of(stored));
        }
        EntityTag tag = new Etags().with(stored).with(form.type()).tag();
        return asked().answer(tag, BY_ENCODING, () -> Response.ok(json(stored)).type(form.type()));
    }

    private Asked asked() {
        return new Asked(headers, uris, request);
    }

    private Representation form() {
        return asked().accept()
                .best(List.of(
                        Representation.single(MediaTypes.DICOM_JSON),
                        Representation.single(MediaTypes.JSON),
                        Representation.parts(MediaTypes.DICOM_XML)))
                .orElseThrow(() -> Problem.notAcceptable("Metadata are sent as " + MediaTypes.DICOM_JSON
                        + ", or as multipart/related; type=\"" + MediaTypes.DICOM_XML + "\"."));
    }

    private StreamingOutput json(StoredInstance instance) {
        return out -> DicomJson.writeArray(List.of(reader.readMetadata(instance)), out, reader.bulkDataUris(instance));
    }

    private Response json(Representation form, Optional<SeriesMetadata> found)
            throws IOException, InterruptedException {
        SeriesMetadata metadata = found.orElseThrow(() -> Problem.notFound("There is no such study or series."));
        boolean gzip = AcceptEncoding.of(headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING))
                .prefers("gzip");
        EntityTag tag =
                new Etags().with(metadata.fingerprint(), form.type(), gzip).tag();
        return asked().answer(tag, BY_ENCODING, () -> json(metadata, gzip).type(form.type()));
    }

    private static ResponseBuilder json(SeriesMetadata metadata, boolean gzip) {
        if (gzip) {
            return Response.ok((StreamingOutput) metadata::writeGzip)
                    .header(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .header(HttpHeaders.CONTENT_LENGTH, metadata.gzipLength());
        }
        return Response.ok((StreamingOutput) metadata::writeJson)
                .header(HttpHeaders.CONTENT_LENGTH, metadata.jsonLength());
    }

    private Response xml(List<StoredInstance> instances) throws IOException, InterruptedException {
        Etags tags = new Etags().with(MediaTypes.DICOM_XML);
        instances.forEach(tags::with);
        EntityTag tag = tags.tag();
        return asked().answer(
                        tag,
                        () -> Multipart.answer(MediaTypes.DICOM_XML, tag, (parts, out) -> {
                            for (StoredInstance instance : instances) {
                                parts.part(MediaTypes.DICOM_XML);
                                DicomXml.write(reader.readMetadata(instance), out, reader.bulkDataUris(instance));
                            }
                        }));
    }
}
