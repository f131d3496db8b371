package org.voxrelay.inference.model;

import java.util.List;

/** A model package that cannot be used, with every fault that was found, so that its author mends them in one go. */
public class UnusableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public UnusableModelException(String which, List<String> faults) {
        super(which + " cannot be used: " + String.join("; ", faults) + ".");
        this.faults = List.copyOf(faults);
    }

    /** Each fault on its own, without a full stop. */
    public List<String> faults() {
        return faults;
    }
}
