package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** The forms of a search's answer (PS3.18 section 10.6.3, Table 8.7.3-5): DICOM JSON, by default, or XML in parts. */
enum SearchForm {
    DICOM_JSON(Representation.single("application/dicom+json")),
    JSON(Representation.single("application/json")),
    XML(Representation.parts("application/dicom+xml"));

    private final Representation representation;

    SearchForm(Representation representation) {
        this.representation = representation;
    }

    String type() {
        return representation.type();
    }

    /** @throws Problem 406 if the request accepts none */
    static SearchForm choose(HttpHeaders headers, UriInfo uris) {
        List<String> header = headers.getRequestHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of());
        List<String> parameter = uris.getQueryParameters().getOrDefault("accept", List.of());
        List<Representation> offers = List.of(DICOM_JSON.representation, JSON.representation, XML.representation);
        Representation best = Accept.of(header, parameter)
                .best(offers)
                .orElseThrow(() -> Problem.notAcceptable("This is sent as " + DICOM_JSON.type()
                        + " or as multipart/related; type=\"" + XML.type() + "\"."));
        return values()[offers.indexOf(best)];
    }
}
