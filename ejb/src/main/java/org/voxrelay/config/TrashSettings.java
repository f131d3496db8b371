package org.voxrelay.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who may delete and for how long it can be taken back, read as {@link Settings} are. There is no log-in yet: where others
 * reach the server, nothing is deleted unless an administrator says so.
 *
 * @param deletes whether instances can be deleted over HTTP (VOXRELAY_DELETE)
 * @param retention how long what was deleted is kept (VOXRELAY_TRASH_DAYS)
 */
public record TrashSettings(boolean deletes, Duration retention) {
    private static final long MILLIS_OF_DAY = Duration.ofDays(1).toMillis();

    /** @throws IllegalArgumentException with the name of a setting whose value is not usable */
    public static TrashSettings read() {
        return read(name -> Optional.ofNullable(System.getProperty(name))
                .orElseGet(() -> System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
    }

    static TrashSettings read(UnaryOperator<String> source) {
        var values = new Values(source);
        String bind = values.text("bind", "127.0.0.1");
        boolean loopback = bind.startsWith("127.") || bind.equals("localhost") || bind.equals("::1");
        String delete = values.text("delete", loopback ? "trash" : "off");
        if (!delete.equals("trash") && !delete.equals("off")) {
            throw new IllegalArgumentException("VOXRELAY_DELETE must be trash or off: " + delete);
        }
        double days = values.decimal("trash.days", 7, 0, 3650);
        return new TrashSettings(delete.equals("trash"), Duration.ofMillis(Math.round(days * MILLIS_OF_DAY)));
    }
}
