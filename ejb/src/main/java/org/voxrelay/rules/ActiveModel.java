package org.voxrelay.rules;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.UnusableModelException;

/**
 * The version of a model that runs now.
 *
 * @param name of the model
 * @param model empty if it cannot be used
 * @param fault why it cannot be used; empty if it can
 */
record ActiveModel(String name, Optional<ModelPackage> model, String fault) {
    static ActiveModel find(ModelRepository models, String name) {
        try {
            return new ActiveModel(name, Optional.of(models.active(name)), "");
        } catch (UnusableModelException e) {
            return new ActiveModel(name, Optional.empty(), e.getMessage());
        } catch (IOException e) {
            return new ActiveModel(name, Optional.empty(), "The folder of models cannot be read: " + e.getMessage());
        }
    }

    /** "none" if it cannot be used. */
    String version() {
        return model.map(ModelPackage::version).orElse("none");
    }

    /** Whether its channels are several series. */
    boolean needsSeveral() {
        return model.filter(one -> one.channels().size() > 1).isPresent();
    }
}
