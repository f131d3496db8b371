package org.voxrelay.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/**
 * Indexes of the database for an administrator's own attributes: trigrams for wildcards in text, order for ranges of dates and
 * times. (Single values have the index of the whole document.) They are made while the server works, without holding up what
 * arrives, and removed when the attribute is searched no more.
 */
final class ExtraIndexes {
    private static final Logger LOG = Logger.getLogger(ExtraIndexes.class.getName());
    private static final String PREFIX = "extra_";
    private static final String PRESENT =
            "select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid"
                    + " join pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname = current_schema() and c.relname like 'extra\\_%'";

    private final Database database;
    private final Map<String, Definition> wanted = new LinkedHashMap<>();
    private volatile Statement running;
    private volatile boolean ending;

    private record Definition(String table, String expression) {}

    ExtraIndexes(Database database, ExtraAttributes extra) {
        this.database = database;
        extra.all().forEach(this::want);
    }

    private void want(ExtraAttribute attribute) {
        String table = attribute.level().name().toLowerCase(Locale.ROOT);
        String member = "(keys -> '" + attribute.key().replace("'", "''") + "')";
        VR vr = attribute.isPrivate() ? VR.LO : ElementDictionary.vrOf(attribute.tag());
        switch (vr) {
            case DA, DT, TM -> want(new Definition(table, "(((" + member + " ->> 0) collate \"C\"))"));
            case AE, AS, CS, LO, LT, PN, SH, ST, UC, UR, UT ->
                want(new Definition(table, "using gin ((" + member + "::text) gin_trgm_ops)"));
            case AT, DS, FD, FL, IS, OB, OD, OF, OL, OV, OW, SL, SQ, SS, SV, UI, UL, UN, US, UV -> {
                // Neither wildcards nor ranges.
            }
        }
    }

    private void want(Definition definition) {
        wanted.put(PREFIX + definition.table() + "_" + hash(definition.expression()), definition);
    }

    /** A creator's name may be longer than that of an index. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether nothing is to be made or removed. */
    boolean areComplete() {
        return database.read(connection -> present(connection, true)).equals(wanted.keySet())
                && database.read(connection -> present(connection, false)).isEmpty();
    }

    private static Set<String> present(Connection connection, boolean valid) throws SQLException {
        var names = new HashSet<String>();
        try (PreparedStatement select = connection.prepareStatement(PRESENT + " and i.indisvalid = ?")) {
            select.setBoolean(1, valid);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    /** Makes what is missing and removes what is not wanted, or was not finished when a server ended. */
    void complete() {
        Set<String> whole = database.read(connection -> present(connection, true));
        Set<String> gone = new HashSet<>(whole);
        gone.removeAll(wanted.keySet());
        gone.addAll(database.read(connection -> present(connection, false)));
        gone.forEach(name -> run("drop index concurrently if exists " + name));
        wanted.forEach((name, definition) -> {
            if (!whole.contains(name) && !ending) {
                run("drop index concurrently if exists " + name); // what another try has left
                run("create index concurrently " + name + " on " + definition.table() + " " + definition.expression());
                run("analyze " + definition.table()); // the planner knows nothing of an expression before
                LOG.log(Level.INFO, "reindex: index {0} is made", name);
            }
        });
    }

    private void run(String sql) {
        database.alone(connection -> {
            try (Statement statement = connection.createStatement()) {
                running = statement;
                return !ending && statement.execute(sql);
            } finally {
                running = null;
            }
        });
    }

    /** Breaks off what is being made; the next start removes it and begins again. */
    void end() {
        ending = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.log(Level.FINE, "an index is not broken off", e);
            }
        }
    }

    boolean isEnding() {
        return ending;
    }
}
