package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.SQLException;

/** Hears of settled series, in the transaction in which they settle: what it writes is written with that, or not at all. */
@FunctionalInterface
public interface SettledListener {
    void settled(Connection connection, String studyUid) throws SQLException;
}
