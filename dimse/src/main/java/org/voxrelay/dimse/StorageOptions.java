package org.voxrelay.dimse;

import org.voxrelay.dimse.pdu.Octets;

/**
 * What a provider of Storage makes of the instances that it takes (PS3.4 section B.3.1, Tables B.3-1 and B.3-2). Each side
 * speaks of itself; nothing is agreed on.
 */
public record StorageOptions(
        LevelOfSupport levelOfSupport,
        DigitalSignatureSupport digitalSignatureSupport,
        ElementCoercion elementCoercion) {
    /** How much of an instance is kept (PS3.4 section B.4.1.1). The order is that of the codes. */
    public enum LevelOfSupport {
        /** Attributes of the provider's choice. */
        LEVEL_0,
        /** All of type 1 and 2. */
        LEVEL_1,
        /** All, private ones too. */
        LEVEL_2,
        /** The side provides no storage. */
        UNSPECIFIED
    }

    /** What becomes of digital signatures (PS3.4 section B.4.1.4). The order is that of the codes. */
    public enum DigitalSignatureSupport {
        /** Nothing is said, or the side is no provider of level 2. */
        UNSPECIFIED,
        /** They may be lost. */
        LEVEL_1,
        /** They are checked and replaced. */
        LEVEL_2,
        /** They stay valid, for instances are kept bit by bit. */
        LEVEL_3
    }

    /** Whether values may be changed (PS3.4 section B.4.1.3). The order is that of the codes. */
    public enum ElementCoercion {
        NO,
        YES,
        /** The side provides no storage. */
        UNSPECIFIED
    }

    /** Of a side that only sends, or says nothing. */
    public static final StorageOptions SCU_ONLY = new StorageOptions(
            LevelOfSupport.UNSPECIFIED, DigitalSignatureSupport.UNSPECIFIED, ElementCoercion.UNSPECIFIED);

    /** Of a provider that keeps instances as they come, bit by bit. */
    public static final StorageOptions BIT_PRESERVING =
            new StorageOptions(LevelOfSupport.LEVEL_2, DigitalSignatureSupport.LEVEL_3, ElementCoercion.NO);

    /** @throws IllegalArgumentException if a level of signatures is named without storage level 2 (PS3.4 section B.4.1.4) */
    public StorageOptions {
        if (levelOfSupport != LevelOfSupport.LEVEL_2
                && digitalSignatureSupport != DigitalSignatureSupport.UNSPECIFIED) {
            throw new IllegalArgumentException("only level 2 (full) has a level of signatures");
        }
    }

    /** A value that the Standard does not know, or has no place for, is read as unspecified. */
    static StorageOptions of(Octets information) {
        LevelOfSupport level = value(information, 0, LevelOfSupport.values(), LevelOfSupport.UNSPECIFIED);
        DigitalSignatureSupport signatures =
                value(information, 2, DigitalSignatureSupport.values(), DigitalSignatureSupport.UNSPECIFIED);
        return new StorageOptions(
                level,
                level == LevelOfSupport.LEVEL_2 ? signatures : DigitalSignatureSupport.UNSPECIFIED,
                value(information, 4, ElementCoercion.values(), ElementCoercion.UNSPECIFIED));
    }

    private static <E> E value(Octets information, int index, E[] byCode, E unspecified) {
        int code = index < information.size() ? information.bytes()[index] & 0xFF : byCode.length;
        return code < byCode.length ? byCode[code] : unspecified;
    }

    Octets information() {
        return Octets.of(
                (byte) levelOfSupport.ordinal(),
                (byte) 0,
                (byte) digitalSignatureSupport.ordinal(),
                (byte) 0,
                (byte) elementCoercion.ordinal(),
                (byte) 0);
    }
}
