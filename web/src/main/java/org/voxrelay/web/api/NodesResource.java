package org.voxrelay.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.InputStream;
import java.util.Map;
import org.voxrelay.config.Settings;
import org.voxrelay.nodes.InvalidNode;
import org.voxrelay.nodes.KnownNodes;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Nodes;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.scu.EchoScu;
import org.voxrelay.web.problem.Problem;

/** The known DICOM nodes: who they are, what they may do, and whether they answer. */
@Path("/nodes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodesResource {
    @Inject
    Nodes nodes;

    @Inject
    KnownNodes known;

    @Inject
    Outbox outbox;

    @Inject
    EchoScu echo;

    @Inject
    Settings settings;

    /** All of them, with how many messages wait for each. */
    @GET
    public String list() {
        return NodeJson.list(nodes.list(), outbox.waiting(), settings.dicom().unknownNodes());
    }

    @GET
    @Path("{aet}")
    public String node(@PathParam("aet") String aet) {
        return NodeJson.one(find(aet), outbox.waiting());
    }

    /** Makes one of a JSON object. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body) {
        Node node = read(body);
        try {
            if (!nodes.add(node)) {
                throw Problem.conflict("aeTitle", "There is a node with this AE title already.");
            }
        } catch (InvalidNode e) {
            throw Problem.conflict(e.field(), e.getMessage());
        }
        known.forget();
        return Response.created(UriBuilder.fromPath("nodes/{aet}").build(node.aeTitle()))
                .entity(NodeJson.one(node, Map.of()))
                .build();
    }

    /** Replaces one; its AE title may change. */
    @PUT
    @Path("{aet}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String replace(@PathParam("aet") String aet, InputStream body) {
        Node node = read(body);
        try {
            if (!nodes.replace(aet, node)) {
                throw noSuchNode();
            }
        } catch (InvalidNode e) {
            throw Problem.conflict(e.field(), e.getMessage());
        }
        known.forget();
        return NodeJson.one(node, outbox.waiting());
    }

    /** Removes one, and what was still to be told to it. */
    @DELETE
    @Path("{aet}")
    public Response remove(@PathParam("aet") String aet) {
        if (!nodes.remove(aet)) {
            throw noSuchNode();
        }
        known.forget();
        return Response.noContent().build();
    }

    /** Asks it by C-ECHO; 200 whatever comes out, for that is the answer. */
    @POST
    @Path("{aet}/echo")
    public String echo(@PathParam("aet") String aet) {
        return NodeJson.echo(echo.echo(find(aet)));
    }

    private static Node read(InputStream body) {
        try {
            return NodeJson.read(body);
        } catch (InvalidNode e) {
            throw Problem.badRequest(e.field(), e.getMessage());
        }
    }

    private Node find(String aet) {
        return nodes.find(aet).orElseThrow(NodesResource::noSuchNode);
    }

    private static Problem noSuchNode() {
        return Problem.notFound("There is no such node.");
    }
}
