package org.voxrelay.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.voxrelay.dicom.dict.UID;

/** Makes files as no device should write them, and as some did: see the classes that OddFilesTest names. */
public final class OddFiles {
    private static final byte[] OPEN_SEQUENCE = new Bytes()
            .hex("4000 7502")
            .ascii("SQ")
            .hex("0000 FFFFFFFF FEFF 00E0 FFFFFFFF")
            .toArray();

    private OddFiles() {}

    /** Sequences of undefined length within each other, none of them closed. */
    public static byte[] nestedSequences(int levels) {
        return file(UID.ExplicitVRLittleEndian).repeat(levels, OPEN_SEQUENCE).toArray();
    }

    /** Pixel Data of a length that the file does not have. */
    public static byte[] pixelDataOfLength(String littleEndianHex) {
        return file(UID.ExplicitVRLittleEndian)
                .hex("E07F 1000")
                .ascii("OW")
                .hex("0000" + littleEndianHex)
                .zeros(16)
                .toArray();
    }

    /** An attribute within an item, longer than the file. */
    public static byte[] valueLongerThanTheFileInAnItem() {
        return file(UID.ExplicitVRLittleEndian)
                .repeat(1, OPEN_SEQUENCE)
                .hex("4200 1100")
                .ascii("OB")
                .hex("0000 FEFFFFFF")
                .zeros(16)
                .toArray();
    }

    /** Zeros, deflated to about a thousandth. */
    public static byte[] deflatedZeros(int megabytes) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(file(UID.DeflatedExplicitVRLittleEndian).toArray());
        try (DeflaterOutputStream out = new DeflaterOutputStream(file, new Deflater(9, true))) {
            out.write(new Bytes()
                    .hex("0900 0110")
                    .ascii("UN")
                    .hex("0000 000000F0")
                    .toArray());
            for (int i = 0; i < megabytes; i++) {
                out.write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** A good file as gzip would send it. */
    public static byte[] gzipped() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(good());
            out.write(new byte[1 << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** A File Meta Information without its length, and one with a VR that the Standard does not have. */
    public static byte[] metaWithoutLength(String vr) {
        return new Bytes()
                .zeros(128)
                .ascii("DICM")
                .element("0200 1000", "UI", UID.ExplicitVRLittleEndian + "\0")
                .hex("0200 1600")
                .ascii(vr)
                .hex(vr.equals("AE") ? "0400" : "0000 04000000")
                .ascii("NODE")
                .element("0800 6000", "CS", "CT")
                .toArray();
    }

    /** A File Meta Information that says it were longer than the file. */
    public static byte[] metaLongerThanTheFile() {
        return new Bytes()
                .zeros(128)
                .ascii("DICM")
                .hex("0200 0000")
                .ascii("UL")
                .hex("0400 FFFFFF7F")
                .element("0200 1000", "UI", UID.ExplicitVRLittleEndian + "\0")
                .element("0800 6000", "CS", "CT")
                .toArray();
    }

    /** Delimiters where none belong, a wrong group length, an attribute behind Pixel Data. */
    public static byte[] strayDelimiters() {
        return file(UID.ExplicitVRLittleEndian)
                .hex("0800 0000")
                .ascii("UL")
                .hex("0400 FFFF0000")
                .hex("FEFF 0DE0 00000000")
                .element("0800 6000", "CS", "CT")
                .hex("FEFF DDE0 00000000")
                .hex("E07F 1000")
                .ascii("OW")
                .hex("0000 02000000 0000")
                .element("FAFF FAFF", "LO", "late")
                .toArray();
    }

    /** An item whose character set must not reach what follows it. */
    public static byte[] characterSetWithinAnItem() {
        return file(UID.ExplicitVRLittleEndian)
                .element("0800 0500", "CS", "ISO_IR 100")
                .repeat(1, OPEN_SEQUENCE)
                .element("0800 0500", "CS", "ISO_IR 144")
                .hex("1000 2000")
                .ascii("LO")
                .hex("0200 BB20") // Cyrillic El
                .hex("FEFF 0DE0 00000000 FEFF DDE0 00000000")
                .hex("4100 1000")
                .ascii("LO")
                .hex("0200 E420") // Latin a with diaeresis
                .toArray();
    }

    /** A character set whose VR says that it is read with the character set that it is. */
    public static byte[] characterSetOfATextVr() {
        return file(UID.ExplicitVRLittleEndian)
                .element("0800 0500", "LO", "ISO_IR 100")
                .element("1000 2000", "LO", "id")
                .toArray();
    }

    /** The beginning of a program where a preamble should be. */
    public static byte[] withPreamble(String beginning) {
        byte[] file = good();
        byte[] start = new Bytes().ascii(beginning).toArray();
        System.arraycopy(start, 0, file, 0, start.length);
        return file;
    }

    /** A SEG-like header: as many items of functional groups as frames. */
    public static byte[] perFrameGroups(int frames) {
        byte[] item = new Bytes()
                .hex("FEFF 00E0 14000000") // 20 bytes: a sequence header of 12, an item header of 8
                .hex("2000 1191")
                .ascii("SQ")
                .hex("0000 08000000 FEFF 00E0 00000000")
                .toArray();
        return file(UID.ExplicitVRLittleEndian)
                .hex("0052 3092")
                .ascii("SQ")
                .hex("0000 FFFFFFFF")
                .repeat(frames, item)
                .hex("FEFF DDE0 00000000")
                .toArray();
    }

    /** Encapsulated pixels with the offset table and the fragments that these items are. */
    public static byte[] encapsulated(String items) {
        return file(UID.JPEGBaseline8Bit)
                .hex("E07F 1000")
                .ascii("OB")
                .hex("0000 FFFFFFFF")
                .hex(items)
                .hex("FEFF DDE0 00000000")
                .toArray();
    }

    /** Native Pixel Data of this length and an attribute behind it, in a file with a hole that takes no room on the disk. */
    public static void writeNative(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(file(UID.ExplicitVRLittleEndian)
                    .element("0800 6000", "CS", "CT")
                    .toArray());
            file.write(new Bytes().hex("E07F 1000").ascii("OW").hex("0000").toArray());
            file.writeInt(Integer.reverseBytes((int) length));
            file.seek(file.getFilePointer() + length);
            file.write(new Bytes().element("FAFF FAFF", "LO", "late").toArray());
        }
    }

    /** Fragments of this length each, in a file with holes. */
    public static void writeFragments(Path path, int count, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(file(UID.JPEG2000).element("0800 6000", "CS", "CT").toArray());
            file.write(new Bytes()
                    .hex("E07F 1000")
                    .ascii("OB")
                    .hex("0000 FFFFFFFF FEFF 00E0 00000000")
                    .toArray());
            for (int i = 0; i < count; i++) {
                file.write(new Bytes().hex("FEFF 00E0").toArray());
                file.writeInt(Integer.reverseBytes((int) length));
                file.seek(file.getFilePointer() + length);
            }
            file.write(new Bytes().hex("FEFF DDE0 00000000").toArray());
        }
    }

    public static byte[] good() {
        return file(UID.ExplicitVRLittleEndian).element("0800 6000", "CS", "CT").toArray();
    }

    private static Bytes file(String transferSyntaxUid) {
        return new Bytes().partTen(transferSyntaxUid);
    }
}
