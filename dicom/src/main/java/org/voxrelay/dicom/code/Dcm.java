package org.voxrelay.dicom.code;

/** Codes of DICOM itself (PS3.16 Annex D, scheme DCM) that our objects use. */
public final class Dcm {
    // Segmentation (PS3.3 A.51)
    public static final Code SEGMENTATION = dcm("113076", "Segmentation");
    public static final Code SOURCE_IMAGE = dcm("121322", "Source image for image processing operation");
    public static final Code ARTIFICIAL_INTELLIGENCE = dcm("123110", "Artificial Intelligence");
    public static final Code HISTOGRAM_ANALYSIS = dcm("123105", "Histogram Analysis");

    // Measurement report: TID 1500, 1411, 1600
    public static final Code IMAGING_MEASUREMENT_REPORT = dcm("126000", "Imaging Measurement Report");
    public static final Code IMAGING_MEASUREMENTS = dcm("126010", "Imaging Measurements");
    public static final Code MEASUREMENT_GROUP = dcm("125007", "Measurement Group");
    public static final Code IMAGE_LIBRARY = dcm("111028", "Image Library");
    public static final Code IMAGE_LIBRARY_GROUP = dcm("126200", "Image Library Group");
    public static final Code LANGUAGE = dcm("121049", "Language of Content Item and Descendants");
    public static final Code COUNTRY_OF_LANGUAGE = dcm("121046", "Country of Language");
    public static final Code PROCEDURE_REPORTED = dcm("121058", "Procedure reported");
    public static final Code TRACKING_IDENTIFIER = dcm("112039", "Tracking Identifier");
    public static final Code TRACKING_UID = dcm("112040", "Tracking Unique Identifier");
    public static final Code FINDING = dcm("121071", "Finding");
    public static final Code REFERENCED_SEGMENT = dcm("121191", "Referenced Segment");
    public static final Code SOURCE_SERIES_FOR_SEGMENTATION = dcm("121232", "Source series for segmentation");
    public static final Code DERIVATION = dcm("121401", "Derivation");
    public static final Code ATTENUATION_COEFFICIENT = dcm("112031", "Attenuation Coefficient");
    public static final Code MR_SIGNAL_INTENSITY = dcm("110852", "MR signal intensity");
    public static final Code SUM_OF_VOXELS = dcm("126030", "Sum of segmented voxel method for volume");

    // Observer, TID 1002 and 1004
    public static final Code OBSERVER_TYPE = dcm("121005", "Observer Type");
    public static final Code DEVICE = dcm("121007", "Device");
    public static final Code DEVICE_UID = dcm("121012", "Device Observer UID");
    public static final Code DEVICE_NAME = dcm("121013", "Device Observer Name");
    public static final Code DEVICE_MANUFACTURER = dcm("121014", "Device Observer Manufacturer");
    public static final Code DEVICE_MODEL = dcm("121015", "Device Observer Model Name");
    public static final Code DEVICE_SERIAL = dcm("121016", "Device Observer Serial Number");

    // Algorithm, TID 4019
    public static final Code ALGORITHM_NAME = dcm("111001", "Algorithm Name");
    public static final Code ALGORITHM_VERSION = dcm("111003", "Algorithm Version");
    public static final Code ALGORITHM_FAMILY = dcm("111000", "Algorithm Family");
    public static final Code ALGORITHM_MANUFACTURER = dcm("122405", "Algorithm Manufacturer");
    public static final Code ALGORITHM_PARAMETERS = dcm("111002", "Algorithm Parameters");

    // Image library, TID 1602 and 1605
    public static final Code MODALITY = dcm("121139", "Modality");
    public static final Code TARGET_REGION = dcm("123014", "Target Region");
    public static final Code FRAME_OF_REFERENCE_UID = dcm("112227", "Frame of Reference UID");
    public static final Code PIXEL_DATA_ROWS = dcm("110910", "Pixel Data Rows");
    public static final Code PIXEL_DATA_COLUMNS = dcm("110911", "Pixel Data Columns");
    public static final Code HORIZONTAL_PIXEL_SPACING = dcm("111026", "Horizontal Pixel Spacing");
    public static final Code VERTICAL_PIXEL_SPACING = dcm("111066", "Vertical Pixel Spacing");
    public static final Code SLICE_THICKNESS = dcm("112225", "Slice Thickness");

    private Dcm() {}

    private static Code dcm(String value, String meaning) {
        return new Code(value, "DCM", meaning);
    }
}
