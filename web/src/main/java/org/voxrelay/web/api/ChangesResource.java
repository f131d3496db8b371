package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.voxrelay.archive.Changes;
import org.voxrelay.archive.Changes.Change;
import org.voxrelay.web.problem.Problem;

/** The change feed: who remembers {@code last} and asks for what came since misses nothing. */
@Path("/changes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChangesResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 10_000;

    @Inject
    Changes changes;

    /**
     * Changes in their order.
     *
     * @param since the last number that the caller knows; 0 for all
     */
    @GET
    public String changes(
            @QueryParam("since") @DefaultValue("0") String since,
            @QueryParam("limit") @DefaultValue("1000") String limit) {
        long after = number("since", since, 0, Long.MAX_VALUE - MOST);
        Changes.Page page = changes.read(after, (int) number("limit", limit, 1, MOST));
        if (page.last() < after) {
            throw Problem.conflict(
                    "since",
                    "The latest change is " + page.last()
                            + ": this archive was set back to an earlier state. Begin again with since=0.");
        }
        return json(page, after);
    }

    private static String json(Changes.Page page, long since) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("changes");
        long last = since;
        for (Change change : page.changes()) {
            last = change.seq();
            list.addObject()
                    .put("seq", change.seq())
                    .put("what", change.kind().name().toLowerCase(Locale.ROOT))
                    .put("studyInstanceUid", change.studyInstanceUid())
                    .put("seriesInstanceUid", change.seriesInstanceUid())
                    .put("sopInstanceUid", change.sopInstanceUid())
                    .put("time", change.at().toString());
        }
        return answer.put("last", last).put("done", last >= page.last()).toString();
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Problem.badRequest(name, name + " is not a whole number.");
        }
        throw Problem.badRequest(name, name + " must be from " + least + " to " + most + ".");
    }
}
