"""Opens a report with highdicom and compares its numbers with those that numpy finds in the segmentation and the CT.

usage: check_sr.py SR SEG CT_FOLDER
"""

import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes


INTENSITIES = {
    "CT": (codes.DCM.AttenuationCoefficient, codes.UCUM.HounsfieldUnit),
    "MR": (codes.DCM.MRSignalIntensity, codes.UCUM.NoUnits),
}


def check(condition, fault):
    if not condition:
        sys.exit("FAULT: " + fault)


def close(value, wanted, tolerance=1e-3):
    return abs(value - wanted) <= tolerance * abs(wanted) + 1e-9


def code(sequence):
    return (sequence[0].CodeValue, sequence[0].CodingSchemeDesignator) if sequence else None


def wanted_site(segment):
    """Region and side of a segment, or its type and side where a side is all that it says."""
    region = segment.get("AnatomicRegionSequence")
    if region:
        return code(region), code(region[0].get("AnatomicRegionModifierSequence"))
    kind = segment.SegmentedPropertyTypeCodeSequence
    side = code(kind[0].get("SegmentedPropertyTypeModifierCodeSequence"))
    return (code(kind), side) if side else None


def reported_site(group):
    sites = group.finding_sites
    if not sites:
        return None
    side = sites[0].laterality
    return (sites[0].value.value, sites[0].value.scheme_designator), side and (side.value, side.scheme_designator)


def main(sr_file, seg_file, ct_folder):
    report = hd.sr.srread(sr_file)
    check(isinstance(report, hd.sr.Comprehensive3DSR), "not a Comprehensive 3D SR")
    seg = pydicom.dcmread(seg_file)
    images = {image.SOPInstanceUID: image for image in map(pydicom.dcmread, Path(ct_folder).glob("*.dcm"))}
    masks = seg.pixel_array.reshape(-1, seg.Rows, seg.Columns)
    measures = seg.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    voxel_ml = float(np.prod(measures.PixelSpacing) * measures.SpacingBetweenSlices) / 1000
    groups = report.content.get_volumetric_roi_measurement_groups(
        reference_type=codes.DCM.ReferencedSegment,
        referenced_sop_class_uid=seg.SOPClassUID,
        referenced_sop_instance_uid=seg.SOPInstanceUID,
    )
    check(len(groups) == len(seg.SegmentSequence), f"{len(groups)} groups for {len(seg.SegmentSequence)} segments")

    for group, segment in zip(groups, seg.SegmentSequence):
        number = segment.SegmentNumber
        values = []
        for mask, frame in zip(masks, seg.PerFrameFunctionalGroupsSequence):
            if frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber == number:
                source = frame.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
                image = images[source]
                rescaled = image.pixel_array * float(image.get("RescaleSlope", 1)) + float(image.get("RescaleIntercept", 0))
                values.append(rescaled[mask == 1])
        values = np.concatenate(values) if values else np.empty(0)
        check(group.tracking_uid == segment.TrackingUID, "tracking UID differs")
        check(group.tracking_identifier == segment.TrackingID, "tracking identifier differs")
        check(group.finding_type.value == segment.SegmentedPropertyTypeCodeSequence[0].CodeValue, "finding differs")
        check(reported_site(group) == wanted_site(segment), f"segment {number}: {reported_site(group)}, {wanted_site(segment)}")
        segment_item, series_item = group.referenced_segment
        check(segment_item.referenced_segment_numbers[0] == number, "referenced segment differs")
        check(series_item.value == seg.ReferencedSeriesSequence[0].SeriesInstanceUID, "source series differs")
        volume = group.get_measurements(name=codes.SCT.Volume)
        check(len(volume) == 1 and volume[0].unit.value == "mL", "no volume in mL")
        wanted = values.size * voxel_ml
        check(close(volume[0].value, wanted), f"segment {number}: {volume[0].value} mL instead of {wanted}")
        quantity, unit = INTENSITIES[next(iter(images.values())).Modality]
        intensity = {
            item.derivation.value: item.value
            for item in group.get_measurements(name=quantity)
            if item.unit == unit and item.derivation is not None
        }
        if values.size:
            check(close(intensity[codes.SCT.Mean.value], values.mean()), f"segment {number}: mean differs")
            check(close(intensity[codes.SCT.StandardDeviation.value], values.std()), f"segment {number}: SD differs")
        else:
            check(not intensity, "a segment without voxels has a mean")
        print(f"segment {number}: {volume[0].value} mL, {intensity}")

    referenced = {
        item.ReferencedSOPInstanceUID
        for study in report.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for item in series.ReferencedSOPSequence
    }
    check(referenced == set(images) | {seg.SOPInstanceUID}, "the evidence does not list all instances once")
    device = report.content.get_observer_contexts(observer_type=codes.DCM.Device)
    check(device[0].observer_identifying_attributes.uid == seg.DeviceUID, "the observer is not our device")


if __name__ == "__main__":
    main(*sys.argv[1:])
