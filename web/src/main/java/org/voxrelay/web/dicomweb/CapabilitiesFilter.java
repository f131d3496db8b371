package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.voxrelay.web.dicomweb.Capabilities.Offer;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/**
 * Retrieve Capabilities (PS3.18 section 8.9): OPTIONS of the service or of anything in it, as WADL or JSON. It answers
 * before a resource is looked for, because each would have an answer of its own to OPTIONS.
 */
@Provider
@PreMatching
public class CapabilitiesFilter implements ContainerRequestFilter {
    private static final String WADL = "application/vnd.sun.wadl+xml";

    /** Of a browser that asks on behalf of another origin; not ours to answer. */
    private static final String PREFLIGHT = "Access-Control-Request-Method";

    private final Capabilities capabilities = Capabilities.of(new DicomWebApplication().getClasses());

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (request.getMethod().equals(HttpMethod.OPTIONS) && request.getHeaderString(PREFLIGHT) == null) {
            request.abortWith(answer(request));
        }
    }

    private Response answer(ContainerRequestContext request) throws IOException {
        String path = request.getUriInfo().getPath();
        Map<String, List<Offer>> offers = capabilities.below(path);
        if (offers.isEmpty()) {
            throw Problem.notFound("There is no such resource.");
        }
        List<String> fields = request.getHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of());
        List<String> query = request.getUriInfo().getQueryParameters().getOrDefault("accept", List.of());
        Representation form = Accept.of(fields, query)
                .best(List.of(Representation.single(WADL), Representation.single(MediaTypes.JSON)))
                .orElseThrow(() ->
                        Problem.notAcceptable("Capabilities are sent as " + WADL + " or " + MediaTypes.JSON + "."));
        String base = request.getUriInfo().getBaseUri().toString();
        byte[] document = form.type().equals(WADL)
                ? CapabilitiesDocument.wadl(base, offers)
                : CapabilitiesDocument.json(base, offers);
        return Response.ok(document)
                .type(form.type())
                .header(HttpHeaders.ALLOW, capabilities.allowed(path))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
