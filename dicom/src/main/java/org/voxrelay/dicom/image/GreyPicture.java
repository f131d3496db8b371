package org.voxrelay.dicom.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Grey frames: stored value, modality transform, VOI transform, presentation (PS3.4 figure N.2-1). Tables are made over
 * stored values, of which there are 65536 at most, never over what a rescale makes of them.
 */
final class GreyPicture {
    private static final int TABLE_BITS = 16;

    private final Attributes image;
    private final ImagePixel pixel;
    private final FrameGroups groups;

    GreyPicture(Attributes image, ImagePixel pixel, FrameGroups groups) {
        this.image = image;
        this.pixel = pixel;
        this.groups = groups;
    }

    BufferedImage render(int frame, byte[] bytes, Presentation presentation) throws PixelException {
        StoredValues stored = new StoredValues(pixel, bytes);
        DoubleUnaryOperator modality = ModalityTransform.of(image, groups, frame, pixel.signed());
        DoubleUnaryOperator voi = voi(frame, stored, modality, presentation);
        boolean inverse = isInverse() && presentation.presentationLut().isEmpty();
        DoubleUnaryOperator shown = value -> {
            double grey = voi.applyAsDouble(modality.applyAsDouble(value));
            double presented = presentation
                    .presentationLut()
                    .map(lut -> (double) lut.atPart(grey) / lut.most())
                    .orElse(inverse ? 1 - grey : grey);
            return presentation.inverse() ? 1 - presented : presented;
        };
        return paint(stored, shown);
    }

    /** A shape in the image is its polarity; without one MONOCHROME1 is white where the values are low. */
    private boolean isInverse() {
        return image.getString(Tag.PresentationLUTShape)
                .map(shape -> shape.strip().equals("INVERSE"))
                .orElse(pixel.photometricInterpretation().equals("MONOCHROME1"));
    }

    private DoubleUnaryOperator voi(
            int frame, StoredValues stored, DoubleUnaryOperator modality, Presentation presentation)
            throws PixelException {
        if (presentation.window().isPresent()) {
            return presentation.window().get()::grey;
        }
        Attributes item = groups.find(frame, Tag.FrameVOILUTSequence).orElse(image);
        List<Attributes> tables = item.getItems(Tag.VOILUTSequence);
        if (!tables.isEmpty()) {
            LookupTable table = LookupTable.of(tables.get(0), false);
            double most = table.most();
            return value -> table.get(value) / most;
        }
        Optional<Window> window = Window.of(item);
        return window.isPresent() ? window.get()::grey : fullRange(stored, modality)::grey;
    }

    private static Window fullRange(StoredValues stored, DoubleUnaryOperator modality) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < stored.count(); i++) {
            double value = modality.applyAsDouble(stored.get(i));
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return Window.between(least, most);
    }

    private BufferedImage paint(StoredValues stored, DoubleUnaryOperator shown) {
        BufferedImage picture = new BufferedImage(pixel.columns(), pixel.rows(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] greys = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        if (pixel.bitsStored() <= TABLE_BITS) {
            lookUp(stored.places(), shown, greys);
        } else {
            for (int i = 0; i < greys.length; i++) {
                greys[i] = level(shown.applyAsDouble(stored.get(i)));
            }
        }
        return picture;
    }

    /** By a table from the least to the highest value that there is: most of those that there can be are in no image. */
    private void lookUp(char[] places, DoubleUnaryOperator shown, byte[] greys) {
        int first = Character.MAX_VALUE;
        int last = 0;
        for (char place : places) {
            first = Math.min(first, place);
            last = Math.max(last, place);
        }
        byte[] table = new byte[Math.max(0, last - first + 1)];
        int least = StoredValues.least(pixel) + first;
        for (int i = 0; i < table.length; i++) {
            table[i] = level(shown.applyAsDouble((double) least + i));
        }
        for (int i = 0; i < greys.length; i++) {
            greys[i] = table[places[i] - first];
        }
    }

    private static byte level(double grey) {
        return (byte) Math.round(255 * grey);
    }
}
