package org.voxrelay.rules;

import java.util.Optional;

/** The installed models, as far as rules need to know them. */
@FunctionalInterface
public interface Models {
    /** The version of a model that runs now; empty if it is not installed. */
    Optional<String> activeVersion(String model);
}
