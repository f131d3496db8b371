package org.voxrelay.dicom.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

class ImagePlaneTest {
    @Test
    void theFirstPixelSpacingIsBetweenRowsAndTheFirstDirectionIsAlongARow() throws GeometryException {
        ImagePlane plane = ImagePlane.of(image());
        assertThat(plane.rowSpacingMm()).isEqualTo(0.8);
        assertThat(plane.columnSpacingMm()).isEqualTo(0.4);
        assertThat(plane.pixel(10, 5)).isEqualTo(new Vec3(1 + 10 * 0.4, 2 + 5 * 0.8, 3));
        assertThat(plane.normal()).isEqualTo(new Vec3(0, 0, 1));
    }

    @Test
    void directionsCutToFourDigitsAreMadeUnitVectors() throws GeometryException {
        ImagePlane plane = ImagePlane.of(image().setString(Tag.ImageOrientationPatient, "0.7071\\0.7071\\0\\0\\0\\-1"));
        assertThat(plane.rowDirection().length()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "00200032, 1\\2",
        "00200032, 1\\2\\NaN",
        "00200037, 1\\0\\0\\1\\0\\0",
        "00200037, 2\\0\\0\\0\\1\\0",
        "00200037, 0\\0\\0\\0\\0\\0",
        "00280030, 0\\1",
        "00280030, -1\\1",
        "00280030, a\\b",
        "00280030, ''"
    })
    void aPlaneThatIsNoneIsRefused(String tag, String value) {
        Attributes image = image().setString(Integer.parseInt(tag, 16), value);
        assertThatThrownBy(() -> ImagePlane.of(image)).isInstanceOf(GeometryException.class);
    }

    @Test
    void anImageWithoutRowsIsRefused() {
        assertThatThrownBy(() -> ImagePlane.of(image().remove(Tag.Rows))).isInstanceOf(GeometryException.class);
    }

    private static Attributes image() {
        return new Attributes()
                .setString(Tag.ImagePositionPatient, "1\\2\\3")
                .setString(Tag.ImageOrientationPatient, "1\\0\\0\\0\\1\\0")
                .setString(Tag.PixelSpacing, "0.8\\0.4")
                .setInt(Tag.Rows, 4)
                .setInt(Tag.Columns, 3);
    }
}
