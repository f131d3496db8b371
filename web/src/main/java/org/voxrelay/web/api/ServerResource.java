package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.config.Settings;
import org.voxrelay.inference.Inference;
import org.voxrelay.query.Totals;
import org.voxrelay.startup.Doors;
import org.voxrelay.web.viewer.Viewer;

/** What this server is and holds, for the page. */
@Path("/server")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Settings settings;

    @Inject
    Totals totals;

    @Inject
    InstanceFiles files;

    @Inject
    Doors doors;

    @Inject
    Inference inference;

    @Inject
    Viewer viewer;

    /** Names, ports, numbers; nothing of a patient. */
    @GET
    public String server() throws IOException {
        var counts = totals.count();
        ObjectNode answer = JSON.createObjectNode()
                .put("aeTitle", settings.aeTitle())
                .put("dicomHost", settings.bind())
                .put("dicomPort", doors.dicomPort())
                .put("settleSeconds", settings.settle().toMillis() / 1000.0)
                .put("engine", inference.engine())
                .put("studies", counts.studies())
                .put("series", counts.series())
                .put("instances", counts.instances())
                .put("freeBytes", files.usableBytes())
                .put("viewer", viewer.present());
        doors.dicomTlsPort().ifPresent(port -> answer.put("dicomTlsPort", port));
        return answer.toString();
    }
}
