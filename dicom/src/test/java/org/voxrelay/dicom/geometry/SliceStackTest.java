package org.voxrelay.dicom.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.StackResult.NotAStack;
import org.voxrelay.dicom.geometry.StackResult.NotAStack.Reason;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.phantom.Orientation;

/** Stacks that are volumes and stacks that are none: class 16 of the hostile inputs. */
class SliceStackTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void aShuffledStackIsOrderedAlongItsNormal(Orientation orientation) {
        List<ImagePlane> sorted = stack(orientation, 20, 1.5);
        List<ImagePlane> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(3));

        Stacked stacked = (Stacked) SliceStack.of(shuffled);

        assertThat(stacked.order().stream().map(shuffled::get)).containsExactlyElementsOf(sorted);
        assertThat(stacked.geometry().zSpacingMm()).isCloseTo(1.5, EXACT);
        assertThat(stacked.geometry().zDirection()).isEqualTo(sorted.get(0).normal());
        assertThat(stacked.geometry().origin()).isEqualTo(sorted.get(0).position());
        assertThat(stacked.geometry().position(0, 0, 19).distance(sorted.get(19).position()))
                .isCloseTo(0, EXACT);
    }

    @Test
    void columnsAreXAndRowsAreY() {
        ImagePlane plane = plane(new Vec3(0, 0, 0), Orientation.AXIAL, 2.0, 0.5);
        Stacked stacked =
                (Stacked) SliceStack.of(List.of(plane, plane(new Vec3(0, 0, 3), Orientation.AXIAL, 2.0, 0.5)));
        assertThat(stacked.geometry().xSize()).isEqualTo(plane.columns());
        assertThat(stacked.geometry().xSpacingMm()).isEqualTo(0.5);
        assertThat(stacked.geometry().ySpacingMm()).isEqualTo(2.0);
        assertThat(stacked.geometry().position(10, 10, 1)).isEqualTo(new Vec3(5, 20, 3));
        assertThat(stacked.geometry().voxelVolumeMm3()).isCloseTo(3, EXACT);
    }

    @Test
    void oneImageIsNoVolume() {
        assertRefused(stack(Orientation.AXIAL, 1, 1), Reason.TOO_FEW_SLICES, "one image");
        assertRefused(List.of(), Reason.TOO_FEW_SLICES, "no image");
    }

    @Test
    void aTiltedGantryIsNamedWithItsAngle() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 20, 2));
        planes.replaceAll(plane -> moved(plane, new Vec3(0, plane.position().z() * Math.tan(Math.toRadians(10)), 0)));
        assertRefused(planes, Reason.GANTRY_TILT, "10.0 degrees");
    }

    @Test
    void twoSlicesAtOnePositionAreNamed() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.CORONAL, 10, 2));
        planes.add(planes.get(4));
        assertRefused(planes, Reason.DUPLICATE_POSITIONS, "5 and 6");
    }

    @Test
    void aMissingSliceIsNamed() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.SAGITTAL, 20, 1.25));
        planes.remove(7);
        assertRefused(planes, Reason.MISSING_SLICES, "between slice positions 7 and 8");
    }

    @Test
    void theMiddleOfThreeSlicesMayBeMissing() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 4, 5));
        planes.remove(2);
        assertRefused(planes, Reason.MISSING_SLICES, "10.00 mm instead of 5.00 mm");
    }

    @Test
    void aDistanceThatChangesHalfWayIsUneven() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 10, 2.5));
        for (int i = 1; i <= 10; i++) {
            planes.add(moved(planes.get(9), new Vec3(0, 0, 5 * i)));
        }
        assertRefused(planes, Reason.UNEVEN_SPACING, "from 2.50 mm to 5.00 mm");
    }

    @Test
    void aSliceOffItsEvenPlaceIsUneven() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 20, 2));
        planes.set(5, moved(planes.get(5), new Vec3(0, 0, 0.5)));
        assertRefused(planes, Reason.UNEVEN_SPACING, "not even");
    }

    @Test
    void positionsRoundedToATenthOfAMillimetreAreEven() {
        List<ImagePlane> planes = IntStream.range(0, 100)
                .mapToObj(z -> plane(new Vec3(0, 0, Math.round(z * 6.25) / 10.0), Orientation.AXIAL, 0.7, 0.7))
                .toList();
        Stacked stacked = (Stacked) SliceStack.of(planes);
        assertThat(stacked.geometry().zSpacingMm()).isCloseTo(0.625, Offset.offset(1e-3));
    }

    @Test
    void aLocaliserAmongTheImagesIsNamed() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 20, 2));
        planes.add(plane(new Vec3(0, 0, 0), Orientation.CORONAL, 1, 1));
        assertRefused(planes, Reason.MIXED_ORIENTATION, "20 axial, 1 coronal");
    }

    @Test
    void imagesTurnedUpsideDownAreAnotherOrientation() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 5, 2));
        ImagePlane last = planes.get(4);
        planes.set(
                4,
                new ImagePlane(
                        last.position(), new Vec3(-1, 0, 0), new Vec3(0, -1, 0), 1, 1, last.rows(), last.columns()));
        assertRefused(planes, Reason.MIXED_ORIENTATION, "parallel");
    }

    @Test
    void imagesOfDifferentSizeAreNoVolume() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 5, 2));
        planes.add(plane(new Vec3(0, 0, 10), Orientation.AXIAL, 1.1, 1));
        assertRefused(planes, Reason.MIXED_SIZE_OR_SPACING, "1.100");
    }

    @Test
    void aSliceBesideTheOthersIsABrokenPosition() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 20, 2));
        planes.set(8, moved(planes.get(8), new Vec3(4, 0, 0)));
        assertRefused(planes, Reason.BAD_GEOMETRY, "Slice position 9 lies 4.0 mm beside");
    }

    @Test
    void numbersThatAreNoneAreRefusedWithoutAnException() {
        List<ImagePlane> planes = new ArrayList<>(stack(Orientation.AXIAL, 5, 2));
        planes.set(2, moved(planes.get(2), new Vec3(Double.NaN, 0, 0)));
        assertRefused(planes, Reason.BAD_GEOMETRY, "not usable");
        planes.set(2, plane(Vec3.ZERO, Orientation.AXIAL, -1, 1));
        assertRefused(planes, Reason.BAD_GEOMETRY, "not usable");
    }

    @Test
    void imagesOfTwoFramesOfReferenceAreNoVolume() {
        StackResult result = SliceStack.ofImages(List.of(image("0\\0\\0", "1.2.3"), image("0\\0\\2", "1.2.4")));
        assertThat(result).isInstanceOfSatisfying(NotAStack.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.BAD_GEOMETRY);
            assertThat(refused.detail()).contains("2 frames of reference");
        });
    }

    @Test
    void imagesAreStackedByTheirHeaders() {
        Stacked stacked = (Stacked) SliceStack.ofImages(List.of(image("0\\0\\2", "1.2.3"), image("0\\0\\-1", "1.2.3")));
        assertThat(stacked.order()).containsExactly(1, 0);
        assertThat(stacked.geometry().zSpacingMm()).isEqualTo(3);
    }

    @Test
    void anImageWithoutAPositionIsNamed() {
        Attributes image = image("0\\0\\2", "1.2.3").remove(Tag.ImagePositionPatient);
        assertThat(SliceStack.ofImages(List.of(image("0\\0\\0", "1.2.3"), image)))
                .isEqualTo(new NotAStack(Reason.BAD_GEOMETRY, "An image has no Image Position (Patient)."));
    }

    private static Attributes image(String position, String frameOfReference) {
        return new Attributes()
                .setString(Tag.ImagePositionPatient, position)
                .setString(Tag.ImageOrientationPatient, "1\\0\\0\\0\\1\\0")
                .setString(Tag.PixelSpacing, "0.5\\0.5")
                .setString(Tag.FrameOfReferenceUID, frameOfReference)
                .setInt(Tag.Rows, 4)
                .setInt(Tag.Columns, 3);
    }

    private static void assertRefused(List<ImagePlane> planes, Reason reason, String words) {
        assertThat(SliceStack.of(planes)).isInstanceOfSatisfying(NotAStack.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(words).endsWith(".");
        });
    }

    private static List<ImagePlane> stack(Orientation orientation, int slices, double spacingMm) {
        Vec3 normal = orientation.rowDirection().cross(orientation.columnDirection());
        return IntStream.range(0, slices)
                .mapToObj(z -> plane(normal.times(z * spacingMm), orientation, 1, 1))
                .toList();
    }

    private static ImagePlane plane(Vec3 position, Orientation orientation, double rowSpacing, double columnSpacing) {
        return new ImagePlane(
                position, orientation.rowDirection(), orientation.columnDirection(), rowSpacing, columnSpacing, 64, 48);
    }

    private static ImagePlane moved(ImagePlane plane, Vec3 by) {
        return new ImagePlane(
                plane.position().plus(by),
                plane.rowDirection(),
                plane.columnDirection(),
                plane.rowSpacingMm(),
                plane.columnSpacingMm(),
                plane.rows(),
                plane.columns());
    }
}
