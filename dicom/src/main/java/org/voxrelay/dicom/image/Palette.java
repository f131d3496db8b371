package org.voxrelay.dicom.image;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.image.LookupTable.Descriptor;
import org.voxrelay.dicom.pixel.PixelException;

/** The colours of PALETTE COLOR images, from plain or segmented tables (PS3.3 C.7.6.3.1.5, C.7.9). */
final class Palette {
    private static final int[][] TAGS = {
        {
            Tag.RedPaletteColorLookupTableDescriptor,
            Tag.RedPaletteColorLookupTableData,
            Tag.SegmentedRedPaletteColorLookupTableData
        },
        {
            Tag.GreenPaletteColorLookupTableDescriptor,
            Tag.GreenPaletteColorLookupTableData,
            Tag.SegmentedGreenPaletteColorLookupTableData
        },
        {
            Tag.BluePaletteColorLookupTableDescriptor,
            Tag.BluePaletteColorLookupTableData,
            Tag.SegmentedBluePaletteColorLookupTableData
        }
    };

    private final LookupTable[] tables = new LookupTable[3];
    private final int[] shifts = new int[3];

    /** @throws PixelException if a table is missing or does not fit its descriptor */
    Palette(Attributes image, boolean signed) throws PixelException {
        for (int colour = 0; colour < 3; colour++) {
            Descriptor descriptor = Descriptor.of(image, TAGS[colour][0], signed);
            byte[] plain = image.getBytes(TAGS[colour][1]).orElse(new byte[0]);
            byte[] segmented = image.getBytes(TAGS[colour][2]).orElse(new byte[0]);
            char[] entries = plain.length == 0 && segmented.length > 0
                    ? new SegmentedTable(descriptor, segmented).entries()
                    : LookupTable.entries(descriptor, plain);
            tables[colour] = new LookupTable(descriptor.first(), descriptor.bits(), entries);
            shifts[colour] = shift(descriptor, entries);
        }
    }

    /** Some writers say 16 bits and fill 8. */
    private static int shift(Descriptor descriptor, char[] entries) {
        int most = 0;
        for (char entry : entries) {
            most = Math.max(most, entry);
        }
        return most < 256 ? 0 : Math.max(8, descriptor.bits()) - 8;
    }

    /** @return 0xRRGGBB */
    int rgb(double stored) {
        return component(0, stored) << 16 | component(1, stored) << 8 | component(2, stored);
    }

    private int component(int colour, double stored) {
        return Math.min(255, tables[colour].get(stored) >> shifts[colour]);
    }
}
