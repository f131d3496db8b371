package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.config.Settings;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;

/** Whether the server can take and give instances now. */
@ApplicationScoped
public class Readiness {
    private static final List<String> CHECKS = List.of("database", "disk", "dicom");

    private final Settings settings;
    private final Database database;
    private final InstanceFiles files;
    private final Doors doors;

    @Inject
    Readiness(Settings settings, Database database, InstanceFiles files, Doors doors) {
        this.settings = settings;
        this.database = database;
        this.files = files;
        this.doors = doors;
    }

    /** What is looked at. */
    public List<String> checks() {
        return CHECKS;
    }

    /** A statement, not {@code isValid}: only a failed statement makes the pool drop a connection. */
    private static boolean ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(5);
            return statement.execute("select 1");
        }
    }

    /** What is wrong, by check; empty when all is well. */
    public Map<String, String> faults() {
        var faults = new LinkedHashMap<String, String>();
        try {
            database.lookUp(Readiness::ask);
        } catch (DatabaseException e) {
            faults.put("database", "is away");
        }
        try {
            if (files.usableBytes() < settings.minFreeBytes()) {
                faults.put("disk", "is nearly full");
            }
        } catch (IOException e) {
            faults.put("disk", "cannot be read");
        }
        if (!doors.isOpen()) {
            faults.put("dicom", "is not listening");
        }
        return faults;
    }
}
