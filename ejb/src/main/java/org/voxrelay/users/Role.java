package org.voxrelay.users;

import java.util.Locale;

/** What somebody may do beside what everybody may. */
public enum Role {
    /** Delete, take back, and give up what was deleted. */
    DELETE;

    /** As it is written in files and asked for by the container. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
