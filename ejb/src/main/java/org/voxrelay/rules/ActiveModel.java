package org.voxrelay.rules;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.UnusableModelException;

/**
 * The version of a model that runs now.
 *
 * @param version "none" if it cannot be used
 * @param fault why it cannot be used
 */
record ActiveModel(String version, Optional<String> fault) {
    static ActiveModel find(ModelRepository models, String name) {
        try {
            return new ActiveModel(models.active(name).version(), Optional.empty());
        } catch (UnusableModelException e) {
            return new ActiveModel("none", Optional.of(e.getMessage()));
        } catch (IOException e) {
            return new ActiveModel("none", Optional.of("The folder of models cannot be read: " + e.getMessage()));
        }
    }
}
