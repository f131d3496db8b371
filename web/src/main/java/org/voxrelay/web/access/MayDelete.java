package org.voxrelay.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.TrashSettings;
import org.voxrelay.users.Role;
import org.voxrelay.web.problem.Problem;

/** Whether a caller may delete, take back and purge. Who that is, WildFly finds out (HTTP Basic, RFC 7617). */
@RequestScoped
public class MayDelete {
    private static final Logger LOG = Logger.getLogger(MayDelete.class.getName());

    @Inject
    TrashSettings settings;

    /** @throws Problem 401 or 403 with what to do, if the caller may not */
    public void check(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (settings.deleting()) {
            case OFF ->
                throw Problem.forbidden("This server deletes nothing and takes nothing back: VOXRELAY_DELETE=off.");
            case ROLE -> checkRole(request, response);
            case TRASH -> {
                // everybody may
            }
        }
    }

    private static void checkRole(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isKnown(request, response)) {
            throw Problem.unauthorized("Log in by HTTP Basic as a user who may delete (VOXRELAY_DELETE=role).");
        }
        if (!request.isUserInRole(Role.DELETE.written())) {
            throw Problem.forbidden("This user may not delete: ./run --user NAME lets one.");
        }
        LOG.log(Level.INFO, "{0} {1} by the user {2}", new Object[] {
            request.getMethod(), request.getRequestURI(), request.getRemoteUser()
        });
    }

    /** What the container asks for is in the response afterwards, if it does not know who calls. */
    private static boolean isKnown(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return request.authenticate(response);
        } catch (ServletException e) {
            return false;
        }
    }
}
