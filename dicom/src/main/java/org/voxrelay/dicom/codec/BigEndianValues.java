package org.voxrelay.dicom.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

/** Long values that were left in a big endian instance, read and turned: a writer passes them on as they lie. */
record BigEndianValues(InstanceBytes bytes) {
    private static final long LONGEST = 64L << 20;

    Attributes inMemory(Attributes source) throws IOException, PixelException {
        Attributes copy = new Attributes(source);
        for (int tag : copy.tags()) {
            BulkData left = copy.getBulkData(tag).orElse(null);
            VR vr = copy.getVR(tag).orElseThrow();
            if (left != null && tag != Tag.PixelData) {
                copy.setBytes(tag, vr, turned(left, vr));
            }
            if (vr == VR.SQ) {
                List<Attributes> items = new ArrayList<>();
                for (Attributes item : copy.getItems(tag)) {
                    items.add(inMemory(item));
                }
                copy.setSequence(tag, items);
            }
        }
        return copy;
    }

    private byte[] turned(BulkData left, VR vr) throws IOException, PixelException {
        if (left.length() > LONGEST) {
            throw new PixelException("A value of " + left.length() + " bytes in big endian is too long to be turned.");
        }
        byte[] value = bytes.readAll(left);
        int unit = vr.unitSize();
        for (int i = 0; i + unit <= value.length; i += unit) {
            for (int low = i, high = i + unit - 1; low < high; low++, high--) {
                byte kept = value[low];
                value[low] = value[high];
                value[high] = kept;
            }
        }
        return value;
    }
}
