package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.Settings;
import org.voxrelay.dicom.codec.CodecProcess;
import org.voxrelay.dicom.codec.Codecs;

/** The codec processes, which start when they are first needed. */
@ApplicationScoped
public class CodecWorkers {
    private static final Logger LOG = Logger.getLogger(CodecWorkers.class.getName());
    private static final int MOST = 4;

    private final Optional<CodecProcess> process;

    @Inject
    CodecWorkers(Settings settings) {
        int size = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        process = settings.workerClassPath()
                .map(classPath ->
                        new CodecProcess(classPath, settings.workerFiles(), size, Executors.defaultThreadFactory()));
        if (process.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "voxrelay.worker.classpath is not set: JPEG, JPEG-LS and JPEG 2000 are not decoded.");
        }
    }

    Codecs codecs() {
        return process.map(Codecs::new).orElseGet(Codecs::withoutProcess);
    }

    void close() throws IOException {
        if (process.isPresent()) {
            process.get().close();
        }
    }
}
