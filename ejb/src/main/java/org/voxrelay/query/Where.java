package org.voxrelay.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Conditions, all of which must hold, with their values: no value ever becomes part of the SQL text. */
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Where and(String condition, Object... bound) {
        conditions.add(condition);
        values.addAll(List.of(bound));
        return this;
    }

    /** {@code condition} has one {@code = any(?)}. */
    Where andAnyOf(String condition, Collection<String> texts) {
        return and(condition, (Object) texts.toArray(String[]::new));
    }

    /** Some row of {@code from} meets all of the other conditions. */
    Where andExists(String from, Where inner) {
        return and("exists (select from " + from + inner.sql() + ")", inner.values.toArray());
    }

    String sql() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    void bind(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
