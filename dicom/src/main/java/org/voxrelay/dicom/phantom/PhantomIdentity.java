package org.voxrelay.dicom.phantom;

import java.time.LocalDateTime;
import org.voxrelay.dicom.data.Uid;

/**
 * Whose study a phantom pretends to be. The patient is called PHANTOM^CT.
 *
 * @param name all UIDs are made from it: the same name gives the same UIDs
 * @param patientId at most 64 characters
 * @param acquired date and time of the study and its images
 */
public record PhantomIdentity(String name, String patientId, LocalDateTime acquired) {
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2026, 1, 5, 8, 30);

    /** Always the same study for the same name. */
    public static PhantomIdentity named(String name) {
        return new PhantomIdentity(name, "PHANTOM-" + Integer.toHexString(name.hashCode()), LONG_AGO);
    }

    /** A study that nobody has, acquired at a given time. */
    public static PhantomIdentity fresh(LocalDateTime acquired) {
        String name = Uid.fresh().value();
        return new PhantomIdentity(name, "PHANTOM-" + Integer.toHexString(name.hashCode()), acquired);
    }

    public Uid study() {
        return uid("study");
    }

    public Uid series() {
        return uid("series");
    }

    public Uid frameOfReference() {
        return uid("frame of reference");
    }

    /** The SOP Instance UID of an image, counted from 1. */
    public Uid instance(int instanceNumber) {
        return uid("instance " + instanceNumber);
    }

    private Uid uid(String part) {
        return Uid.named("phantom " + name + " " + part);
    }
}
