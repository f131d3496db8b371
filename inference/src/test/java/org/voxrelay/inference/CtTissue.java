package org.voxrelay.inference;

import java.nio.file.Path;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;

/** The model in the tree. */
public final class CtTissue {
    public static final Path MODELS = Path.of(System.getProperty("voxrelay.root", ".."), "models")
            .toAbsolutePath()
            .normalize();

    private CtTissue() {}

    public static ModelPackage model() throws Exception {
        return new ModelRepository(MODELS).active("ct-tissue");
    }
}
