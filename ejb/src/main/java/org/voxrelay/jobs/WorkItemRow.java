package org.voxrelay.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItem.Task;

/** A row of the table {@code workitem}. */
final class WorkItemRow {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkItemRow() {}

    static WorkItem read(ResultSet row) throws SQLException {
        try {
            return new WorkItem(
                    row.getString("uid"),
                    State.of(row.getString("state")),
                    row.getString("label"),
                    Priority.valueOf(row.getString("priority")),
                    new Task(
                            row.getString("model"),
                            row.getString("model_version"),
                            row.getString("study_uid"),
                            List.of((String[]) row.getArray("input_series").getArray()),
                            List.of((String[]) row.getArray("inputs").getArray())),
                    row.getInt("attempts"),
                    row.getInt("max_attempts"),
                    row.getDouble("progress"),
                    row.getString("step"),
                    row.getString("reason"),
                    JSON.readValue(row.getString("outputs"), new TypeReference<List<Output>>() {}),
                    JSON.readValue(row.getString("timings"), new TypeReference<Map<String, Double>>() {}),
                    row.getTimestamp("created").toInstant(),
                    instant(row, "started"),
                    instant(row, "ended"));
        } catch (JsonProcessingException e) {
            throw new SQLException("workitem " + row.getString("uid") + " holds no JSON", e);
        }
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    static String outputs(List<Output> outputs) {
        return json(outputs);
    }

    static String timings(Map<String, Double> timings) {
        return json(new TreeMap<>(timings));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists of texts and maps of numbers are JSON", e);
        }
    }
}
