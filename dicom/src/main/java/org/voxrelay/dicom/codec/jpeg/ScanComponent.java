package org.voxrelay.dicom.codec.jpeg;

import org.voxrelay.dicom.codec.jpeg.JpegHeader.Component;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * What a scan needs to decode one component.
 *
 * @param dc for lossless scans the only one
 * @param ac null where the stream defines none
 * @param plane filled by the scan, rows x columns of the image
 */
record ScanComponent(Component component, HuffmanTable dc, HuffmanTable ac, int[] quantization, char[] plane) {
    void requireTables(boolean sequential) throws PixelException {
        if (dc == null || sequential && (ac == null || quantization == null)) {
            throw new PixelException("A JPEG stream uses a table that it does not define.");
        }
    }
}
