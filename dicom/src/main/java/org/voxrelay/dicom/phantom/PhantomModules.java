package org.voxrelay.dicom.phantom;

import java.time.format.DateTimeFormatter;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.geometry.Vec3;

/** The modules of the CT Image IOD (PS3.3 Table A.3-1) that are the same for all images of a phantom. */
final class PhantomModules {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private PhantomModules() {}

    static void patientAndStudy(Attributes image, PhantomIdentity identity) {
        String date = identity.acquired().format(DATE);
        String time = identity.acquired().format(TIME);
        image.setString(Tag.SpecificCharacterSet, "ISO_IR 100");
        image.setString(Tag.SOPClassUID, UID.CTImageStorage);
        image.setString(Tag.PatientName, "PHANTOM^CT");
        image.setString(Tag.PatientID, identity.patientId());
        image.setNull(Tag.PatientBirthDate);
        image.setString(Tag.PatientSex, "O");
        image.setString(Tag.StudyInstanceUID, identity.study().value());
        image.setString(Tag.StudyDate, date);
        image.setString(Tag.StudyTime, time);
        image.setString(Tag.StudyID, "1");
        image.setString(Tag.StudyDescription, "CT phantom");
        image.setNull(Tag.AccessionNumber);
        image.setNull(Tag.ReferringPhysicianName);
        for (int tag : new int[] {Tag.SeriesDate, Tag.AcquisitionDate, Tag.ContentDate}) {
            image.setString(tag, date);
        }
        for (int tag : new int[] {Tag.SeriesTime, Tag.AcquisitionTime, Tag.ContentTime}) {
            image.setString(tag, time);
        }
    }

    static void seriesAndEquipment(Attributes image, PhantomIdentity identity) {
        image.setString(Tag.Modality, "CT");
        image.setString(Tag.SeriesInstanceUID, identity.series().value());
        image.setString(Tag.SeriesNumber, "1");
        image.setString(Tag.SeriesDescription, "Made trunk");
        image.setString(Tag.BodyPartExamined, "CHEST");
        image.setString(Tag.PatientPosition, "HFS");
        image.setString(Tag.FrameOfReferenceUID, identity.frameOfReference().value());
        image.setNull(Tag.PositionReferenceIndicator);
        image.setString(Tag.Manufacturer, "Voxrelay");
        image.setString(Tag.ManufacturerModelName, "CtPhantom");
        image.setString(Tag.DeviceSerialNumber, "1");
        image.setString(Tag.SoftwareVersions, "1");
    }

    static void acquisition(Attributes image, ImagePlane plane, double sliceMm) {
        boolean axial = plane.normal().distance(new Vec3(0, 0, 1)) < 1e-6;
        image.setString(Tag.ImageType, axial ? "ORIGINAL" : "DERIVED", axial ? "PRIMARY" : "SECONDARY", "AXIAL");
        image.setString(Tag.AcquisitionNumber, "1");
        image.setString(Tag.KVP, "120");
        image.setDouble(Tag.SliceThickness, sliceMm);
        image.setDouble(Tag.PixelSpacing, plane.rowSpacingMm(), plane.columnSpacingMm());
        image.setDouble(Tag.ImagePositionPatient, components(plane.position()));
        Vec3 row = plane.rowDirection();
        Vec3 column = plane.columnDirection();
        image.setDouble(Tag.ImageOrientationPatient, row.x(), row.y(), row.z(), column.x(), column.y(), column.z());
        image.setInt(Tag.SamplesPerPixel, 1);
        image.setString(Tag.PhotometricInterpretation, "MONOCHROME2");
        image.setInt(Tag.BitsAllocated, 16);
        image.setInt(Tag.BitsStored, 12);
        image.setInt(Tag.HighBit, 11);
        image.setInt(Tag.PixelRepresentation, 0);
        image.setString(Tag.WindowCenter, "40");
        image.setString(Tag.WindowWidth, "400");
    }

    private static double[] components(Vec3 v) {
        return new double[] {v.x(), v.y(), v.z()};
    }
}
