package org.voxrelay.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How PostgreSQL is set up; given on its command line, so that every start has the settings of this version. */
final class Settings {
    private Settings() {}

    static List<String> arguments(Cluster cluster, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "80");
        durability(settings);
        planning(settings);
        logging(settings, cluster);
        List<String> arguments =
                new ArrayList<>(List.of("-D", cluster.directory().toString()));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    /** What was acknowledged survives a power failure. */
    private static void durability(Map<String, String> settings) {
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("max_wal_size", "2GB");
    }

    /** Many short queries on a solid state disk: no time for JIT compilation or parallel workers. */
    private static void planning(Map<String, String> settings) {
        settings.put("shared_buffers", "256MB");
        settings.put("work_mem", "16MB");
        settings.put("random_page_cost", "1.1");
        settings.put("jit", "off");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("TimeZone", "UTC");
    }

    /** A week of logs; neither statements nor the values in them, for they are patients' data. */
    private static void logging(Map<String, String> settings, Cluster cluster) {
        settings.put("logging_collector", "on");
        settings.put("log_directory", cluster.log().toString());
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_rotation_size", "0");
        settings.put("log_error_verbosity", "terse");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_timezone", "UTC");
    }
}
