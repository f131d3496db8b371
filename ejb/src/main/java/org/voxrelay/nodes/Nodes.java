package org.voxrelay.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.db.Database;

/** The table of known nodes. */
public final class Nodes {
    /** No more are taken; a page and every look-up hold all of them. */
    public static final int MOST = 2000;

    private static final String SELECT =
            "select aet, host, port, tls, description, may, max_associations, enabled from node";

    private final Database database;

    public Nodes(Database database) {
        this.database = database;
    }

    /** All, by title. */
    public List<Node> list() {
        return database.read(c -> select(c, SELECT + " order by aet"));
    }

    public Optional<Node> find(String aeTitle) {
        return database.read(c -> select(c, SELECT + " where aet = ?", aeTitle)).stream()
                .findFirst();
    }

    /** The enabled ones that may do this, in somebody's transaction. */
    public static List<Node> allowed(Connection connection, Permission permission) throws SQLException {
        return select(connection, SELECT + " where enabled and ? = any(may) order by aet", permission.name());
    }

    /**
     * @return false if there is one of that title
     * @throws InvalidNode if there are too many already
     */
    public boolean add(Node node) {
        String sql = "insert into node (aet, host, port, tls, description, may, max_associations, enabled)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (aet) do nothing";
        return database.write(c -> {
            if (count(c) >= MOST) {
                throw new InvalidNode("aeTitle", "There are " + MOST + " nodes; no more are taken.");
            }
            return update(c, sql, node, Optional.empty());
        });
    }

    /**
     * Puts {@code node} in the place of the one that has this title; messages that wait for it go along.
     *
     * @return false if there is no such node
     * @throws InvalidNode if its new title is another node's
     */
    public boolean replace(String aeTitle, Node node) {
        String sql = "update node set aet = ?, host = ?, port = ?, tls = ?, description = ?, may = ?,"
                + " max_associations = ?, enabled = ?, changed = now() where aet = ?";
        return database.write(c -> {
            boolean renamed = !aeTitle.equals(node.aeTitle());
            if (renamed && !select(c, SELECT + " where aet = ?", node.aeTitle()).isEmpty()) {
                throw new InvalidNode("aeTitle", "Another node has this AE title.");
            }
            return update(c, sql, node, Optional.of(aeTitle));
        });
    }

    /** Removes it and what waits for it. @return false if there is no such node */
    public boolean remove(String aeTitle) {
        return database.write(c -> {
            try (PreparedStatement delete = c.prepareStatement("delete from node where aet = ?")) {
                delete.setString(1, aeTitle);
                return delete.executeUpdate() > 0;
            }
        });
    }

    private static int count(Connection c) throws SQLException {
        try (PreparedStatement count = c.prepareStatement("select count(*) from node");
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean update(Connection c, String sql, Node node, Optional<String> oldTitle) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            statement.setString(1, node.aeTitle());
            statement.setString(2, node.host());
            statement.setInt(3, node.port());
            statement.setBoolean(4, node.tls());
            statement.setString(5, node.description());
            Object[] may = node.may().stream().map(Enum::name).sorted().toArray();
            statement.setArray(6, c.createArrayOf("text", may));
            statement.setInt(7, node.maxAssociations());
            statement.setBoolean(8, node.enabled());
            if (oldTitle.isPresent()) {
                statement.setString(9, oldTitle.get());
            }
            return statement.executeUpdate() > 0;
        }
    }

    private static List<Node> select(Connection c, String sql, String... bound) throws SQLException {
        var nodes = new ArrayList<Node>();
        try (PreparedStatement select = c.prepareStatement(sql)) {
            for (int i = 0; i < bound.length; i++) {
                select.setString(i + 1, bound[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    nodes.add(new Node(
                            row.getString(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getBoolean(4),
                            row.getString(5),
                            permissions((String[]) row.getArray(6).getArray()),
                            row.getInt(7),
                            row.getBoolean(8)));
                }
            }
        }
        return nodes;
    }

    /** A permission that a later version wrote is none of this one's. */
    private static Set<Permission> permissions(String[] names) {
        var known = EnumSet.noneOf(Permission.class);
        for (Permission permission : Permission.values()) {
            if (List.of(names).contains(permission.name())) {
                known.add(permission);
            }
        }
        return known;
    }
}
