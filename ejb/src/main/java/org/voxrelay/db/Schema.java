package org.voxrelay.db;

import org.flywaydb.core.Flyway;

/** Brings the schema to this version: the scripts under {@code db/migration}. */
public final class Schema {
    private static final int OLDEST_POSTGRESQL = 15;

    private Schema() {}

    /** @throws IllegalStateException if the server is too old, or its schema is newer than this program */
    public static void migrate(Database database) {
        int major = database.read(c -> c.getMetaData().getDatabaseMajorVersion());
        if (major < OLDEST_POSTGRESQL) {
            throw new IllegalStateException("PostgreSQL " + major + " is too old: Voxrelay needs " + OLDEST_POSTGRESQL
                    + " or newer (VOXRELAY_DB_URL)");
        }
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.writes())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
