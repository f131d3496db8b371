package org.voxrelay.web.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.voxrelay.startup.Readiness;

/** Ready means: the doors are open, the database answers, the disk has room. */
@Path("/ready")
@RequestScoped
public class HealthResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Readiness readiness;

    /** 200 or 503, with what is wrong. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response ready() {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode checks = answer.putObject("checks");
        var faults = readiness.faults();
        readiness.checks().forEach(name -> checks.put(name, faults.getOrDefault(name, "ok")));
        answer.put("status", faults.isEmpty() ? "UP" : "DOWN");
        return Response.status(faults.isEmpty() ? 200 : 503)
                .entity(answer.toString())
                .build();
    }
}
