package org.voxrelay.db;

import java.sql.SQLException;

/** The database refused, or is not there. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseException(SQLException cause) {
        super("database: " + cause.getMessage(), cause);
    }

    /** Whether the data were at fault (SQLSTATE class 22 or 23), so that another try is in vain. */
    public boolean isAboutTheData() {
        String state = ((SQLException) getCause()).getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
