package org.voxrelay.nodes;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Another application entity.
 *
 * @param aeTitle 1 to 16 characters (PS3.5 section 6.2), without spaces around them
 * @param host name or numeric address: where it listens, and where its requests must come from
 * @param tls whether it listens for TLS
 * @param description for people; at most {@value #LONGEST_DESCRIPTION} characters
 * @param may what it may do
 * @param maxAssociations at one time, from it to us and from us to it counted apart
 * @param enabled false: as if nothing were allowed to it, and it is told nothing
 */
public record Node(
        String aeTitle,
        String host,
        int port,
        boolean tls,
        String description,
        Set<Permission> may,
        int maxAssociations,
        boolean enabled) {
    private static final int LONGEST_DESCRIPTION = 200;
    private static final int MOST_ASSOCIATIONS = 1000;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9]{1,15})?");

    /** @throws InvalidNode if a value is out of its range */
    public Node {
        aeTitle = checkedTitle(aeTitle);
        host = host.strip();
        description = description.strip();
        require(HOST.matcher(host).matches(), "host", "A host name or a numeric address is needed.");
        require(port >= 1 && port <= 65535, "port", "A port is a number from 1 to 65535.");
        require(
                description.length() <= LONGEST_DESCRIPTION
                        && description.chars().noneMatch(Character::isISOControl),
                "description",
                "A description has at most " + LONGEST_DESCRIPTION + " characters in one line.");
        require(
                maxAssociations >= 1 && maxAssociations <= MOST_ASSOCIATIONS,
                "maxAssociations",
                "The number of associations is from 1 to " + MOST_ASSOCIATIONS + ".");
        may = Set.copyOf(may);
    }

    /** @throws InvalidNode if it is no AE title */
    public static String checkedTitle(String title) {
        String trimmed = title.strip();
        boolean printable = trimmed.chars().allMatch(c -> c >= ' ' && c < 127 && c != '\\');
        require(
                !trimmed.isEmpty() && trimmed.length() <= 16 && printable,
                "aeTitle",
                "An AE title has 1 to 16 printable ASCII characters without a backslash.");
        return trimmed;
    }

    private static void require(boolean holds, String field, String message) {
        if (!holds) {
            throw new InvalidNode(field, message);
        }
    }

    /** Whether it may do this now. */
    public boolean may(Permission permission) {
        return enabled && may.contains(permission);
    }

    /** The permissions of these names. @throws InvalidNode if one is none */
    public static Set<Permission> permissions(Collection<String> names) {
        var permissions = EnumSet.noneOf(Permission.class);
        for (String name : names) {
            try {
                permissions.add(Permission.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw new InvalidNode(
                        "may",
                        "There is no permission of that name; these are: "
                                + EnumSet.allOf(Permission.class).toString().replaceAll("[\\[\\]]", "") + ".");
            }
        }
        return permissions;
    }
}
