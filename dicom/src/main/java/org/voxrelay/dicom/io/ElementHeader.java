package org.voxrelay.dicom.io;

import java.io.IOException;
import org.voxrelay.dicom.data.AmbiguousVR;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/** Tag, VR and length in front of a value (PS3.5 section 7.1). */
record ElementHeader(int tag, VR vr, long length) {
    static final long UNDEFINED = 0xFFFFFFFFL;
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITATION = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    /** @param context the data set that the attribute will be part of */
    static ElementHeader read(ByteSource source, TransferSyntax syntax, Attributes context) throws IOException {
        boolean bigEndian = syntax.bigEndian();
        int tag = source.readTag(bigEndian);
        if (isDelimiter(tag)) {
            return new ElementHeader(tag, VR.UN, source.readUnsignedInt(bigEndian));
        }
        if (!syntax.explicitVr()) {
            return new ElementHeader(tag, AmbiguousVR.resolve(tag, context), source.readUnsignedInt(bigEndian));
        }
        VR vr = readVr(source, tag);
        if (!vr.hasLongHeader()) {
            return new ElementHeader(tag, vr, source.readUnsignedShort(bigEndian));
        }
        source.readUnsignedShort(bigEndian);
        return new ElementHeader(tag, vr, source.readUnsignedInt(bigEndian));
    }

    /** Two capitals that the Standard does not have (yet) are a VR with a long header: PS3.5 section 7.1.2. */
    private static VR readVr(ByteSource source, int tag) throws IOException {
        long position = source.position();
        int first = source.read();
        int second = source.read();
        if (VR.of(first, second).isPresent()) {
            return VR.of(first, second).get();
        }
        if (isCapital(first) && isCapital(second)) {
            return VR.UN;
        }
        throw new DicomStreamException(
                "No value representation at byte " + position + " for " + ElementDictionary.format(tag));
    }

    private static boolean isCapital(int letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    static boolean isDelimiter(int tag) {
        return tag >>> 16 == 0xFFFE;
    }

    boolean isUndefinedLength() {
        return length == UNDEFINED;
    }

    boolean isPixelData() {
        return isPixelData(tag);
    }

    static boolean isPixelData(int tag) {
        return tag == 0x7FE00010 || tag == 0x7FE00008 || tag == 0x7FE00009;
    }

    @Override
    public String toString() {
        return ElementDictionary.format(tag);
    }
}
