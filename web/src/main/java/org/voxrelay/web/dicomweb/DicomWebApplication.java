package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.voxrelay.web.problem.ProblemMapper;
import org.voxrelay.web.problem.RequestBodies;

/** The Studies Service of PS3.18 chapter 10: STOW-RS, QIDO-RS, WADO-RS. */
@ApplicationPath("/dicom-web")
public class DicomWebApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                StowResource.class,
                QidoResource.class,
                WadoResource.class,
                DeleteResource.class,
                MetadataResource.class,
                FramesResource.class,
                BulkDataResource.class,
                RenderedResource.class,
                ThumbnailResource.class,
                CapabilitiesFilter.class,
                BrokenAnswers.class,
                ProblemMapper.class,
                RequestBodies.class);
    }
}
