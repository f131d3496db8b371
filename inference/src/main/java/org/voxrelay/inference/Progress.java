package org.voxrelay.inference;

/** Hears how far an inference is. */
@FunctionalInterface
public interface Progress {
    /** For those who do not want to know. */
    Progress NONE = (fraction, step) -> {};

    /**
     * @param fraction of the work that is done, 0 to 1
     * @param step what is being done now, for a person
     */
    void at(double fraction, String step);
}
