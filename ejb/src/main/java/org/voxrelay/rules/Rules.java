package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.jobs.WorkItem.Priority;

/** The table of rules. */
final class Rules {
    private Rules() {}

    /** Those that are switched on, in their order. */
    static List<Rule> enabled(Connection connection) throws SQLException {
        String sql =
                "select name, modality, body_part, description_like, calling_aet, orientation, minimum_images, model,"
                        + " priority from rule where enabled order by position";
        var rules = new ArrayList<Rule>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String orientation = row.getString(6);
                rules.add(new Rule(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        orientation.isEmpty() ? Orientation.ANY : Orientation.valueOf(orientation),
                        row.getInt(7),
                        row.getString(8),
                        Priority.valueOf(row.getString(9))));
            }
        }
        return rules;
    }
}
