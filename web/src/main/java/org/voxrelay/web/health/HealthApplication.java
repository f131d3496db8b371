package org.voxrelay.web.health;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.voxrelay.web.problem.ProblemMapper;

/** Answers under {@code /health}. */
@ApplicationPath("/health")
public class HealthApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class, ProblemMapper.class);
    }
}
