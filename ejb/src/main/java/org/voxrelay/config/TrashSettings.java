package org.voxrelay.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who may delete and for how long it can be taken back, read as {@link Settings} are. Where others reach the server, that is
 * who logs in and has the role for it, unless an administrator says otherwise.
 *
 * @param deleting who may delete over HTTP (VOXRELAY_DELETE)
 * @param retention how long what was deleted is kept (VOXRELAY_TRASH_DAYS)
 */
public record TrashSettings(Deleting deleting, Duration retention) {
    /** Who may delete over HTTP. */
    public enum Deleting {
        /** Everybody who reaches the server. */
        TRASH,
        /** Users with the role {@code delete}. */
        ROLE,
        /** Nobody. */
        OFF
    }

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
        String who = values.text("delete", loopback ? "trash" : "role");
        Deleting deleting = Arrays.stream(Deleting.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(who))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("VOXRELAY_DELETE must be trash, role or off: " + who));
        double days = values.decimal("trash.days", 7, 0, 3650);
        return new TrashSettings(deleting, Duration.ofMillis(Math.round(days * MILLIS_OF_DAY)));
    }
}
