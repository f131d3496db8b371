package org.voxrelay.dicom.io;

/** What is left of the {@link ReadLimits} while one data set is read. A position is for the message: bytes or characters. */
public final class Budget {
    /** What the objects around an attribute's value or a fragment take, as measured. */
    private static final int ATTRIBUTE_BYTES = 48;

    /** What an item takes beside its attributes. */
    private static final int ITEM_BYTES = 148;

    private final ReadLimits limits;
    private long bytesLeft;
    private int elementsLeft;

    public Budget(ReadLimits limits) {
        this.limits = limits;
        bytesLeft = limits.totalBytes();
        elementsLeft = limits.elements();
    }

    /** @param depth sequences around what follows, itself included */
    public void checkDepth(int depth, long position) throws DicomStreamException {
        if (depth > limits.depth()) {
            throw new DicomStreamException(
                    "Sequences are nested deeper than " + limits.depth() + " levels at byte " + position);
        }
    }

    /** An attribute or a fragment begins. */
    public void spendElement(long position) throws DicomStreamException {
        spendElement(ATTRIBUTE_BYTES, position);
    }

    /** An item begins. */
    public void spendItem(long position) throws DicomStreamException {
        spendElement(ITEM_BYTES, position);
    }

    private void spendElement(int bytes, long position) throws DicomStreamException {
        if (--elementsLeft < 0) {
            throw new DicomStreamException("More than " + limits.elements() + " attributes at byte " + position);
        }
        spend(bytes, position);
    }

    /** A value of this length is about to be kept in memory. */
    public void spendValue(long length, long position) throws DicomStreamException {
        if (length > limits.valueBytes()) {
            throw new DicomStreamException(
                    "A value of " + length + " bytes at byte " + position + " is longer than the limit");
        }
        spend(length, position);
    }

    private void spend(long bytes, long position) throws DicomStreamException {
        bytesLeft -= bytes;
        if (bytesLeft < 0) {
            throw new DicomStreamException(
                    "The data set needs more than " + limits.totalBytes() + " bytes of memory at byte " + position);
        }
    }
}
