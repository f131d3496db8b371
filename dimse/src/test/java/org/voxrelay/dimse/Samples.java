package org.voxrelay.dimse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/** Files to send: of several classes and transfer syntaxes, with a pixel value to tell them apart. */
final class Samples {
    private Samples() {}

    static Path write(Path folder, String instance, String sopClass, String transferSyntax) throws IOException {
        Path file = folder.resolve(instance + ".dcm");
        try (OutputStream out = Files.newOutputStream(file);
                DicomOutputStream dicom = new DicomOutputStream(out, TransferSyntax.of(transferSyntax))) {
            Uid classUid = new Uid(sopClass);
            dicom.writeFile(
                    FileMetaInformation.of(classUid, new Uid(instance), transferSyntax),
                    dataset(
                            instance,
                            sopClass,
                            TransferSyntax.of(transferSyntax).encapsulated()));
        }
        return file;
    }

    static Attributes dataset(String instance, String sopClass, boolean encapsulated) {
        byte[] pixels = new byte[2 * 256 * 256];
        Arrays.fill(pixels, (byte) instance.hashCode());
        Attributes dataset = new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.SOPClassUID, sopClass)
                .setString(Tag.SOPInstanceUID, instance)
                .setString(Tag.StudyInstanceUID, "1.2.3")
                .setString(Tag.SeriesInstanceUID, "1.2.3.1")
                .setString(Tag.PatientName, "PHANTOM^Ünï=山田")
                .setString(Tag.PatientID, "PHANTOM")
                .setString(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.SamplesPerPixel, 1)
                .setInt(Tag.Rows, 256)
                .setInt(Tag.Columns, 256)
                .setInt(Tag.BitsAllocated, 16)
                .setInt(Tag.BitsStored, 16)
                .setInt(Tag.HighBit, 15)
                .setInt(Tag.PixelRepresentation, 0);
        return encapsulated
                ? dataset.setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(List.of(pixels)))
                : dataset.setBytes(Tag.PixelData, VR.OW, pixels);
    }

    static Attributes read(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            return in.readDataset();
        }
    }

    static Attributes read(byte[] dataset, String transferSyntax) throws IOException {
        try (DicomInputStream in =
                new DicomInputStream(new ByteArrayInputStream(dataset), TransferSyntax.of(transferSyntax))) {
            return in.readDataset();
        }
    }

    /** Instance, class and transfer syntax each. */
    static List<String[]> kinds() {
        return List.of(
                new String[] {"1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian},
                new String[] {"1.2.3.5", UID.MRImageStorage, UID.ImplicitVRLittleEndian},
                new String[] {"1.2.3.6", UID.CTImageStorage, UID.ExplicitVRBigEndian},
                new String[] {"1.2.3.7", UID.SecondaryCaptureImageStorage, UID.JPEGLosslessSV1});
    }

    static List<Path> writeAll(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String[] kind : kinds()) {
            files.add(write(folder, kind[0], kind[1], kind[2]));
        }
        return files;
    }
}
