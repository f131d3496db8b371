package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.voxrelay.archive.Reindex;

/** What is searched beside the usual attributes, and how far the index has been made anew for it. */
@Path("/index")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class IndexResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Reindex reindex;

    /** Numbers of series, and times. */
    @GET
    public String progress() {
        var progress = reindex.progress();
        ObjectNode answer = JSON.createObjectNode()
                .put("state", progress.ended().isPresent() ? "COMPLETE" : "RUNNING")
                .put("series", progress.series())
                .put("done", progress.done())
                .put("skipped", progress.skipped());
        progress.started().ifPresent(time -> answer.put("started", time.toString()));
        progress.ended().ifPresent(time -> answer.put("ended", time.toString()));
        var extra = answer.putArray("extraAttributes");
        reindex.extraAttributes()
                .forEach(attribute -> extra.addObject()
                        .put("level", attribute.level().name().toLowerCase(Locale.ROOT))
                        .put("attribute", attribute.key()));
        return answer.toString();
    }
}
