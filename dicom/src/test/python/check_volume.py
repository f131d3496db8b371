"""Places NIfTI and NRRD files of an image and a mask beside the DICOM series, by SimpleITK and nibabel.

usage: check_volume.py CT_FOLDER FOLDER
reads FOLDER/image.nii.gz, image.nrrd, mask.nii.gz, mask.nrrd and labels (uint8, [z][y][x]); writes masks for us to read:
FOLDER/back-sitk.nii.gz, back-sitk.nrrd, back-raw.nrrd, back-turned.nii.gz, back-turned.nrrd, back-nibabel.nii.gz,
back-canonical.nii.gz, back-float.nii.gz
"""

import sys
from pathlib import Path

import nibabel as nib
import numpy as np
import SimpleITK as sitk


def check(condition, fault):
    if not condition:
        sys.exit("FAULT: " + fault)


def same_place(a, b, name):
    check(a.GetSize() == b.GetSize(), f"{name}: size {a.GetSize()} instead of {b.GetSize()}")
    check(np.allclose(a.GetOrigin(), b.GetOrigin(), atol=1e-3), f"{name}: origin {a.GetOrigin()} {b.GetOrigin()}")
    check(np.allclose(a.GetSpacing(), b.GetSpacing(), atol=1e-5), f"{name}: spacing {a.GetSpacing()} {b.GetSpacing()}")
    check(np.allclose(a.GetDirection(), b.GetDirection(), atol=1e-5), f"{name}: {a.GetDirection()} {b.GetDirection()}")


def affine_of(image):
    """From voxel (x, y, z) to RAS, as nibabel has it."""
    directions = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    affine = np.eye(4)
    affine[:3, :3] = directions
    affine[:3, 3] = image.GetOrigin()
    return np.diag([-1, -1, 1, 1]) @ affine


def main(ct_folder, folder):
    folder = Path(folder)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(ct_folder))
    series = reader.Execute()
    values = sitk.GetArrayFromImage(series)
    labels = np.fromfile(folder / "labels", np.uint8).reshape(values.shape)

    for name, wanted in (("image", values), ("mask", labels)):
        for extension in ("nii.gz", "nrrd"):
            image = sitk.ReadImage(folder / f"{name}.{extension}")
            same_place(image, series, f"{name}.{extension}")
            check(np.array_equal(sitk.GetArrayFromImage(image), wanted), f"the voxels of {name}.{extension} differ")
        image = nib.load(folder / f"{name}.nii.gz")
        check(np.allclose(image.affine, affine_of(series), atol=1e-3), f"nibabel: {image.affine} {affine_of(series)}")
        check(np.allclose(image.get_qform(), image.get_sform(), atol=1e-3), "qform and sform differ")
        check(image.header.get_xyzt_units()[0] == "mm", "the unit is not mm")
        check(np.array_equal(np.asarray(image.dataobj).T, wanted), "nibabel's voxels differ")

    mask = sitk.GetImageFromArray(labels)
    mask.CopyInformation(series)
    sitk.WriteImage(mask, folder / "back-sitk.nii.gz", useCompression=True)
    sitk.WriteImage(mask, folder / "back-sitk.nrrd", useCompression=True)
    sitk.WriteImage(sitk.Cast(mask, sitk.sitkInt32), folder / "back-raw.nrrd", useCompression=False)
    turned = sitk.PermuteAxes(sitk.Flip(mask, [True, False, True]), [2, 0, 1])
    sitk.WriteImage(turned, folder / "back-turned.nii.gz", useCompression=True)
    sitk.WriteImage(turned, folder / "back-turned.nrrd", useCompression=True)
    plain = nib.Nifti1Image(labels.T, affine_of(series))
    plain.to_filename(folder / "back-nibabel.nii.gz")
    nib.as_closest_canonical(plain).to_filename(folder / "back-canonical.nii.gz")
    big = nib.Nifti1Image(labels.T.astype(np.float32), affine_of(series), nib.Nifti1Header(endianness=">"))
    big.to_filename(folder / "back-float.nii.gz")
    print(f"{values.size} voxels agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
