package org.voxrelay.scu;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationException;
import org.voxrelay.dimse.AssociationLimits;
import org.voxrelay.nodes.Node;

/** Asks a node whether it is alive, and says in a sentence what is wrong. */
public final class EchoScu {
    private static final AssociationLimits PATIENCE =
            AssociationLimits.DEFAULT.withIdle(Duration.ofSeconds(10)).withConnect(Duration.ofSeconds(5));

    private final NodeRequests requests;

    public EchoScu(NodeRequests requests) {
        this.requests = requests;
    }

    /**
     * What came out.
     *
     * @param alive whether it answered with success
     * @param took from the first packet to the answer
     * @param sentence for a person
     */
    public record Echo(boolean alive, Duration took, String sentence) {}

    public Echo echo(Node node) {
        long start = System.nanoTime();
        String fault = fault(node);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return fault.isEmpty()
                ? new Echo(true, took, node.aeTitle() + " answered after " + took.toMillis() + " ms.")
                : new Echo(false, took, fault);
    }

    private String fault(Node node) {
        String where = node.host() + ":" + node.port();
        try (Association association =
                requests.to(node).limits(PATIENCE).addVerification().open()) {
            int status = association.echo();
            return status == 0 ? "" : node.aeTitle() + " answered with status " + String.format("%04XH.", status);
        } catch (NodeRequests.NoTls e) {
            return e.getMessage() + ".";
        } catch (AssociationException e) {
            return fault(node, e);
        } catch (UnknownHostException | UnresolvedAddressException e) {
            return "The host name " + node.host() + " has no address.";
        } catch (ConnectException | NoRouteToHostException e) {
            return "Nobody listens at " + where + ": the connection was refused.";
        } catch (SocketTimeoutException e) {
            return where + " did not answer in time.";
        } catch (IOException e) {
            return "C-ECHO with " + where + " failed: " + e.getMessage() + ".";
        }
    }

    private static String fault(Node node, AssociationException e) {
        return switch (e.why()) {
            case REJECTED -> node.aeTitle() + " was reached, but does not let us in: " + e.getMessage() + ".";
            case TIMEOUT -> node.host() + ":" + node.port() + " did not answer in time.";
            case ABORTED_BY_PEER -> node.aeTitle() + " was reached, but ended the association.";
            case CONNECTION_LOST ->
                "Something listens at " + node.host() + ":" + node.port() + ", but it hung up: " + e.getMessage() + ".";
            case PROTOCOL, ABORTED_HERE ->
                "What listens at " + node.host() + ":" + node.port() + " does not speak DICOM as it should: "
                        + e.getMessage() + ".";
        };
    }
}
