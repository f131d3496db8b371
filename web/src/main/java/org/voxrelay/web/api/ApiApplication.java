package org.voxrelay.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.voxrelay.web.problem.ProblemMapper;
import org.voxrelay.web.problem.RequestBodies;

/** Answers under {@code /api}. */
@ApplicationPath("/api")
public class ApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                ChangesResource.class,
                JobsResource.class,
                ModelsResource.class,
                NodesResource.class,
                ServerResource.class,
                VolumesResource.class,
                IndexResource.class,
                TrashResource.class,
                ProblemMapper.class,
                RequestBodies.class);
    }
}
