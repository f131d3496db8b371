package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.voxrelay.web.problem.ProblemMapper;

/** The URI Service of PS3.18 chapter 9. */
@ApplicationPath("/wado")
public class WadoUriApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(WadoUriResource.class, BrokenAnswers.class, ProblemMapper.class);
    }
}
