package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;
import org.voxrelay.query.JsonResult;
import org.voxrelay.query.QueryResult;

/**
 * The answer to a search (PS3.18 section 10.6.3). Without matches it is 200 with an empty list; in XML 204, for there is no
 * multipart body without a part.
 */
final class SearchAnswer {
    private final String service;
    private final boolean complete;

    /**
     * @param service where this service begins, with a slash at its end
     * @param complete whether everything that is stored is found by all keys
     */
    SearchAnswer(URI service, boolean complete) {
        this.complete = complete;
        this.service = service.toString();
    }

    Response of(QueryResult result, SearchForm form) {
        List<Attributes> matches =
                result.matches().stream().map(this::withRetrieveUrl).toList();
        Response.ResponseBuilder answer = switch (form) {
            case DICOM_JSON, JSON ->
                Response.ok((StreamingOutput) out -> DicomJson.writeArray(matches, out, BulkDataUri.INLINE))
                        .type(form.type());
            case XML -> matches.isEmpty() ? Response.noContent() : xml(matches);
        };
        warn(answer, result.unsupportedKeys(), result.truncated());
        return answer.build();
    }

    Response of(JsonResult result, SearchForm form) {
        Response.ResponseBuilder answer =
                Response.ok(result.json().getBytes(StandardCharsets.UTF_8)).type(form.type());
        warn(answer, result.unsupportedKeys(), result.truncated());
        return answer.build();
    }

    private static Response.ResponseBuilder xml(List<Attributes> matches) {
        return Multipart.answer(SearchForm.XML.type(), (parts, out) -> {
            for (Attributes match : matches) {
                parts.part(SearchForm.XML.type());
                DicomXml.write(match, out, BulkDataUri.INLINE);
            }
        });
    }

    private void warn(Response.ResponseBuilder answer, List<Integer> unsupportedKeys, boolean truncated) {
        if (!unsupportedKeys.isEmpty()) {
            String keys = unsupportedKeys.stream().map(AttributePath::name).collect(Collectors.joining(", "));
            warn(answer, "These keys are not matched on, and so were ignored: " + keys);
        }
        if (!complete) {
            warn(
                    answer,
                    "The index is being made anew, and some matches may be missing: /api/index tells how far it is");
        }
        if (truncated) { // how many there are is not counted: that would cost more than the search
            warn(answer, "There are additional results that can be requested");
        }
    }

    private void warn(Response.ResponseBuilder answer, String text) {
        answer.header("Warning", "299 " + service.substring(0, service.length() - 1) + ": " + text);
    }

    private Attributes withRetrieveUrl(Attributes match) {
        var url = new StringBuilder(service).append("studies/").append(match.getString(Tag.StudyInstanceUID, ""));
        match.getString(Tag.SeriesInstanceUID)
                .ifPresent(uid -> url.append("/series/").append(uid));
        match.getString(Tag.SOPInstanceUID)
                .ifPresent(uid -> url.append("/instances/").append(uid));
        return match.setString(Tag.RetrieveURL, VR.UR, url.toString());
    }
}
