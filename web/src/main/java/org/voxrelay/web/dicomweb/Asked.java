package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.voxrelay.web.media.Accept;

/** What a request says beside its path: what it takes, what it has already. */
record Asked(HttpHeaders headers, UriInfo uris, Request request) {
    /** Kept by the one who asked, and asked for again each time: an instance may be replaced or deleted. */
    private static final String CACHING = "private, no-cache";

    /** Makes an answer, once it is known to be wanted. */
    @FunctionalInterface
    interface Made {
        ResponseBuilder make() throws IOException, InterruptedException;
    }

    Accept accept() {
        List<String> fields = headers.getRequestHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of());
        return Accept.of(fields, uris.getQueryParameters().getOrDefault("accept", List.of()));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(uris.getQueryParameters().getFirst(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getHeaderString(name));
    }

    /** @return 304 or 412 for one who has this already, or else what is made then */
    Response answer(EntityTag tag, Made made) throws IOException, InterruptedException {
        return answer(tag, HttpHeaders.ACCEPT, made);
    }

    /** @param vary headers that the answer depends on */
    Response answer(EntityTag tag, String vary, Made made) throws IOException, InterruptedException {
        ResponseBuilder settled = request.evaluatePreconditions(tag);
        return (settled == null ? made.make() : settled)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, CACHING)
                .header(HttpHeaders.VARY, vary)
                .build();
    }
}
