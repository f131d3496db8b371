package org.voxrelay.dicom.phantom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * A phantom as a series of CT Image Storage instances (PS3.3 A.3): 16 bits allocated, 12 stored, Rescale Intercept
 * -1024. The pixels of an instance are computed when it is asked for.
 *
 * @param identity names and UIDs
 * @param order how Instance Numbers follow the slices
 * @param fault what is wrong with it
 */
public record PhantomSeries(CtPhantom phantom, PhantomIdentity identity, SliceOrder order, Fault fault) {
    private static final int INTERCEPT = -1024;

    /** A good series, ordered along the normal, always with the same UIDs for the same name. */
    public static PhantomSeries of(CtPhantom phantom, String name) {
        return new PhantomSeries(phantom, PhantomIdentity.named(name), SliceOrder.ALONG_NORMAL, Fault.NONE);
    }

    public PhantomSeries with(SliceOrder newOrder) {
        return new PhantomSeries(phantom, identity, newOrder, fault);
    }

    public PhantomSeries with(Fault newFault) {
        return new PhantomSeries(phantom, identity, order, newFault);
    }

    public PhantomSeries with(PhantomIdentity newIdentity) {
        return new PhantomSeries(phantom, newIdentity, order, fault);
    }

    /** The planes of the images by Instance Number; what a fault drops is not among them. */
    public List<ImagePlane> planes() {
        List<ImagePlane> along =
                fault.applyTo(IntStream.range(0, phantom.geometry().zSize())
                        .mapToObj(phantom.geometry()::plane)
                        .toList());
        return order.of(along.size()).stream().map(along::get).toList();
    }

    /** All instances with their pixels, by Instance Number. */
    public List<Attributes> instances() {
        List<ImagePlane> planes = planes();
        List<Integer> slices = order.of(planes.size());
        List<Attributes> instances = new ArrayList<>();
        for (int i = 0; i < planes.size(); i++) {
            instances.add(instance(planes.get(i), slices.get(i), i + 1));
        }
        return instances;
    }

    /**
     * Writes 0001.dcm, 0002.dcm ... by Instance Number as Part 10 files, Explicit VR Little Endian.
     *
     * @param folder made if it is not there
     * @return the files
     */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<ImagePlane> planes = planes();
        List<Integer> slices = order.of(planes.size());
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < planes.size(); i++) {
            Path file = folder.resolve(String.format("%04d.dcm", i + 1));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writePart10(instance(planes.get(i), slices.get(i), i + 1), out);
            }
            files.add(file);
        }
        return files;
    }

    private static void writePart10(Attributes image, OutputStream out) throws IOException {
        Attributes meta = FileMetaInformation.of(
                new Uid(image.getString(Tag.SOPClassUID, "")),
                new Uid(image.getString(Tag.SOPInstanceUID, "")),
                UID.ExplicitVRLittleEndian);
        DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(UID.ExplicitVRLittleEndian));
        dicom.writeFile(meta, image);
        dicom.flush();
    }

    private Attributes instance(ImagePlane plane, int slice, int number) {
        Attributes image = new Attributes();
        PhantomModules.patientAndStudy(image, identity);
        PhantomModules.seriesAndEquipment(image, identity);
        PhantomModules.acquisition(image, plane, phantom.geometry().zSpacingMm());
        image.setString(Tag.SOPInstanceUID, identity.instance(number).value());
        image.setString(Tag.InstanceNumber, Integer.toString(number));
        short[] hounsfield = phantom.image(plane, slice);
        ByteBuffer pixels = ByteBuffer.allocate(2 * hounsfield.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short value : hounsfield) {
            pixels.putShort((short) (value - INTERCEPT));
        }
        image.setInt(Tag.Rows, plane.rows());
        image.setInt(Tag.Columns, plane.columns());
        image.setString(Tag.RescaleIntercept, Integer.toString(INTERCEPT));
        image.setString(Tag.RescaleSlope, "1");
        image.setString(Tag.RescaleType, "HU");
        image.setBytes(Tag.PixelData, VR.OW, pixels.array());
        return image;
    }
}
