package org.voxrelay.web.viewer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.Settings;

/** The viewer that this server has, or that it has none. */
@ApplicationScoped
public class Viewer {
    private static final Logger LOG = Logger.getLogger(Viewer.class.getName());

    private final ViewerFiles files;
    private final String config;

    @Inject
    Viewer(Settings settings) throws IOException {
        this(ViewerSettings.read(), settings.aeTitle());
    }

    Viewer(ViewerSettings settings, String title) throws IOException {
        files = ViewerFiles.in(settings.folder());
        config = ViewerConfig.script(title, settings.segmentation());
        if (!files.present()) {
            LOG.log(Level.INFO, "there is no viewer in {0}; /ohif/ says so", settings.folder());
        }
    }

    /** Whether the build put it in. */
    public boolean present() {
        return files.present();
    }

    Optional<ViewerFile> find(String name) {
        return files.find(name);
    }

    /** The script {@code app-config.js}. */
    String config() {
        return config;
    }
}
