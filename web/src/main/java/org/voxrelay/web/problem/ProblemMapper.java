package org.voxrelay.web.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.Indexer;
import org.voxrelay.db.DatabaseException;

/** The only writer of error answers: a status and a sentence, never a stack trace. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/problem+json";

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof Problem problem) {
            return answer(problem.status(), problem.field(), problem.getMessage())
                    .build();
        }
        if (failure instanceof WebApplicationException e) {
            StatusType status = e.getResponse().getStatusInfo();
            var answer = answer(status, status.getReasonPhrase());
            Object allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
            return (allow == null ? answer : answer.header(HttpHeaders.ALLOW, allow)).build();
        }
        if (failure instanceof Indexer.Behind || failure instanceof DatabaseException) {
            LOG.log(Level.WARNING, "answered 503: {0}", failure.getMessage());
            return answer(Status.SERVICE_UNAVAILABLE, "The database is slow or away; try again in a minute.")
                    .header(HttpHeaders.RETRY_AFTER, 60)
                    .build();
        }
        if (failure instanceof RequestBodies.BrokenOff) {
            LOG.log(Level.INFO, "answered 400: {0}", failure.getMessage());
            return answer(Status.BAD_REQUEST, "The body broke off: less came than its length or its chunks say.")
                    .build();
        }
        if (failure instanceof UncheckedIOException e) {
            return toResponse(e.getCause());
        }
        if (failure instanceof IOException) {
            // Mostly a client that reads no more; a broken disk says so in its message.
            LOG.log(Level.WARNING, "broken off: {0}", failure.toString());
            return answer(Status.INTERNAL_SERVER_ERROR, "Reading or writing broke off; the server's log says more.")
                    .build();
        }
        LOG.log(Level.SEVERE, "answered 500", failure);
        return answer(Status.INTERNAL_SERVER_ERROR, "The server failed; its log says more.")
                .build();
    }

    private static Response.ResponseBuilder answer(StatusType status, String detail) {
        return answer(status, "", detail);
    }

    private static Response.ResponseBuilder answer(StatusType status, String field, String detail) {
        ObjectNode problem = JSON.createObjectNode()
                .put("title", status.getReasonPhrase())
                .put("status", status.getStatusCode())
                .put("detail", detail);
        if (!field.isEmpty()) {
            problem.put("field", field);
        }
        return Response.status(status.getStatusCode()).type(TYPE).entity(problem.toString());
    }
}
