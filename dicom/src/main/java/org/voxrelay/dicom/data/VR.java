package org.voxrelay.dicom.data;

import java.util.Optional;

/** The value representations of PS3.5 section 6.2. */
public enum VR {
    AE(Kind.STRING),
    AS(Kind.STRING),
    AT(Kind.NUMBER, 2, false),
    CS(Kind.STRING),
    DA(Kind.STRING),
    DS(Kind.STRING),
    DT(Kind.STRING),
    FD(Kind.NUMBER, 8, false),
    FL(Kind.NUMBER, 4, false),
    IS(Kind.STRING),
    LO(Kind.TEXT),
    LT(Kind.TEXT),
    OB(Kind.BYTES, 1, true),
    OD(Kind.NUMBER, 8, true),
    OF(Kind.NUMBER, 4, true),
    OL(Kind.NUMBER, 4, true),
    OV(Kind.NUMBER, 8, true),
    OW(Kind.NUMBER, 2, true),
    PN(Kind.TEXT),
    SH(Kind.TEXT),
    SL(Kind.NUMBER, 4, false),
    SQ(Kind.SEQUENCE, 1, true),
    SS(Kind.NUMBER, 2, false),
    ST(Kind.TEXT),
    SV(Kind.NUMBER, 8, true),
    TM(Kind.STRING),
    UC(Kind.TEXT, 1, true),
    UI(Kind.STRING),
    UL(Kind.NUMBER, 4, false),
    UN(Kind.BYTES, 1, true),
    UR(Kind.STRING, 1, true),
    US(Kind.NUMBER, 2, false),
    UT(Kind.TEXT, 1, true),
    UV(Kind.NUMBER, 8, true);

    private enum Kind {
        STRING,
        TEXT,
        NUMBER,
        BYTES,
        SEQUENCE
    }

    private static final VR[] BY_CODE = new VR[26 * 26];

    static {
        for (VR vr : values()) {
            BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
    }

    private final Kind kind;
    private final int unitSize;
    private final boolean longHeader;

    VR(Kind kind) {
        this(kind, 1, false);
    }

    VR(Kind kind, int unitSize, boolean longHeader) {
        this.kind = kind;
        this.unitSize = unitSize;
        this.longHeader = longHeader;
    }

    /** @return the VR of the two characters of an explicit VR header; empty if the Standard has none of that name */
    public static Optional<VR> of(int first, int second) {
        boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
        return letters ? Optional.ofNullable(BY_CODE[index(first, second)]) : Optional.empty();
    }

    private static int index(int first, int second) {
        return (first - 'A') * 26 + (second - 'A');
    }

    /** @return the two letters of PS3.5 */
    public String code() {
        return name();
    }

    /** @return whether a value is made of characters, be they of the default repertoire or of Specific Character Set */
    public boolean isString() {
        return kind == Kind.STRING || kind == Kind.TEXT;
    }

    /** @return whether Specific Character Set (0008,0005) governs the value (PS3.5 section 6.1.2.3) */
    public boolean isText() {
        return kind == Kind.TEXT;
    }

    /** @return whether a value is an array of binary numbers; AT counts, OB and UN do not */
    public boolean isBinaryNumeric() {
        return kind == Kind.NUMBER;
    }

    /** @return whether a backslash parts values (PS3.5 section 6.4) */
    public boolean isMultiValued() {
        return isString() && this != LT && this != ST && this != UT && this != UR;
    }

    /** @return bytes that swap together when the byte order changes: 1, 2, 4 or 8; AT is two units of 2 */
    public int unitSize() {
        return unitSize;
    }

    /** @return the byte that makes a value's length even */
    public byte padding() {
        return isString() && this != UI ? (byte) ' ' : 0;
    }

    /** @return whether the explicit VR header has two reserved bytes and a length of 4 bytes (PS3.5 section 7.1.2) */
    public boolean hasLongHeader() {
        return longHeader;
    }
}
