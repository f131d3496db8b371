package org.voxrelay.nodes;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.nodes.OutgoingMessage.Kind;

/** Puts down that a study is to be made known to the nodes that asked for it. */
public final class AvailabilityOrders {
    private AvailabilityOrders() {}

    /** One message for each such node, in somebody's transaction. */
    public static void put(Connection connection, String studyInstanceUid) throws SQLException {
        for (Node node : Nodes.allowed(connection, Permission.AVAILABILITY)) {
            Outbox.put(
                    connection,
                    Kind.AVAILABILITY,
                    node.aeTitle(),
                    studyInstanceUid,
                    Uid.fresh().value(),
                    "",
                    Duration.ZERO);
        }
    }
}
