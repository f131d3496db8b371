package org.voxrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.image.Window;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.Images;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.testing.TestArchive;

class PicturesTest {
    private static final Look PLAIN = new Look(Optional.empty(), Optional.empty(), OptionalInt.empty(), Set.of());
    private static final int SIDE = 64;

    @TempDir
    Path folder;

    private TestArchive archive;
    private Pictures pictures;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        pictures = new Pictures(new Images(new InstanceReader(archive.files), Codecs.withoutProcess()));
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void aWindowIsThatOfTheRequest() throws Exception {
        StoredInstance instance = store(image("1.1", 1));
        var narrow = new Look(
                Optional.of(new Window(30.5, 1, Window.Function.LINEAR)),
                Optional.empty(),
                OptionalInt.empty(),
                Set.of());
        try (PictureSource source = pictures.open(instance)) {
            assertThat(sample(source.picture(1, PLAIN), 40)).isEqualTo(40);
            assertThat(sample(source.picture(1, narrow), 29)).isZero();
            assertThat(sample(source.picture(1, narrow), 31)).isEqualTo(255);
        }
    }

    @Test
    void aPaletteThatIsLeftInTheFileElsewhereIsRead() throws Exception {
        byte[] table = new byte[128 * 1024];
        for (int i = 0; i < 65536; i++) {
            table[2 * i + 1] = (byte) (255 - i % 256);
        }
        Attributes image = image("1.1", 1).setString(Tag.PhotometricInterpretation, "PALETTE COLOR");
        int[][] tags = {
            {Tag.RedPaletteColorLookupTableDescriptor, Tag.RedPaletteColorLookupTableData},
            {Tag.GreenPaletteColorLookupTableDescriptor, Tag.GreenPaletteColorLookupTableData},
            {Tag.BluePaletteColorLookupTableDescriptor, Tag.BluePaletteColorLookupTableData}
        };
        for (int[] colour : tags) {
            image.setInt(colour[0], VR.US, 0, 0, 16).setBytes(colour[1], VR.OW, table);
        }
        try (PictureSource source = pictures.open(store(image))) {
            assertThat(source.picture(1, PLAIN).getRGB(40, 0) & 0xFF).isEqualTo(255 - 40);
        }
    }

    @Test
    void whatIsNoImageIsAClearError() throws Exception {
        StoredInstance report = store(new Attributes()
                .setString(Tag.SOPClassUID, UID.BasicTextSRStorage)
                .setString(Tag.SOPInstanceUID, "1.2.3.9")
                .setString(Tag.StudyInstanceUID, "1.2.3")
                .setString(Tag.SeriesInstanceUID, "1.2.3.8"));
        assertThatThrownBy(() -> pictures.open(report)).isInstanceOf(CannotDecode.class);
    }

    @Test
    void captionsAreWrittenOnlyWhereTheyAreWanted() throws Exception {
        try (PictureSource source = pictures.open(store(image("1.1", 1).setString(Tag.PatientName, "Who^Is")))) {
            BufferedImage plain = source.picture(1, PLAIN);
            BufferedImage named = source.picture(
                    1,
                    new Look(
                            Optional.empty(),
                            Optional.of(new Viewport(512, 512, Optional.empty(), true)),
                            OptionalInt.empty(),
                            Set.of(Caption.PATIENT)));
            assertThat(sample(plain, 5)).isEqualTo(5);
            int whites = 0;
            for (int x = 0; x < 100; x++) {
                for (int y = 0; y < 40; y++) {
                    whites += named.getRaster().getSample(x, y, 0) == 255 ? 1 : 0;
                }
            }
            assertThat(whites).isGreaterThan(20);
        }
        assertThat(Captions.patient(image("1.1", 1).setString(Tag.PatientName, "Who^Is=x")))
                .contains("Who Is");
    }

    @Test
    void theFramesOfACineAreThere() throws Exception {
        StoredInstance instance = store(image("1.1", 3).setString(Tag.FrameTime, "40"));
        var gif = new ByteArrayOutputStream();
        try (PictureSource source = pictures.open(instance)) {
            assertThat(source.frameTime()).isEqualTo(Duration.ofMillis(40));
            assertThat(source.representativeFrame()).isEqualTo(2);
            try (Cine cine = new Cine(gif, source.frameTime())) {
                for (int frame = 1; frame <= source.frames(); frame++) {
                    cine.add(source.picture(frame, PLAIN));
                }
            }
        }
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif.toByteArray())));
        assertThat(reader.getNumImages(true)).isEqualTo(3);
        assertThat(reader.read(2).getRGB(40, 0) & 0xFF).isEqualTo(42);
        assertThat(new String(gif.toByteArray(), StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
    }

    @Test
    void everyFormatIsReadByOthers() throws Exception {
        try (PictureSource source = pictures.open(store(image("1.1", 1)))) {
            BufferedImage picture = source.picture(1, PLAIN);
            for (PictureFormat format : PictureFormat.values()) {
                byte[] bytes = format.encode(picture, OptionalInt.of(100));
                BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes));
                int grey = format == PictureFormat.GIF
                        ? read.getRGB(40, 3) & 0xFF
                        : read.getRaster().getSample(40, 3, 0);
                assertThat(grey).as(format.mediaType()).isBetween(38, 42);
                assertThat(PictureFormat.of(format.mediaType())).contains(format);
            }
            assertThat(PictureFormat.JPEG.encode(picture, OptionalInt.of(5)).length)
                    .isLessThan(PictureFormat.JPEG.encode(picture, OptionalInt.of(100)).length);
        }
    }

    @Test
    void theMiddleOfTheLongestSeriesOfImagesStandsForAStudy() throws Exception {
        List<StoredInstance> study = List.of(
                named("9.1", UID.SegmentationStorage, "9"),
                named("1.1", UID.CTImageStorage, "1"),
                named("2.1", UID.CTImageStorage, "2"),
                named("2.2", UID.CTImageStorage, "2"),
                named("2.3", UID.CTImageStorage, "2"));
        assertThat(Representatives.of(study))
                .extracting(StoredInstance::sopInstanceUid)
                .containsExactly("2.2", "2.1", "1.1", "9.1");
    }

    private static StoredInstance named(String uid, String sopClass, String series) {
        return new StoredInstance(
                "1",
                series,
                uid,
                sopClass,
                UID.ExplicitVRLittleEndian,
                OptionalInt.empty(),
                1,
                OptionalInt.empty(),
                "");
    }

    private static int sample(BufferedImage picture, int x) {
        return picture.getRaster().getSample(x, 0, 0);
    }

    /** Pixels grow by 1 to the right and from frame to frame. */
    private static Attributes image(String number, int frames) {
        byte[] pixels = new byte[frames * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % SIDE + i / (SIDE * SIDE));
        }
        return new Attributes()
                .setString(Tag.SOPClassUID, UID.SecondaryCaptureImageStorage)
                .setString(Tag.SOPInstanceUID, "1.2.3." + number)
                .setString(Tag.StudyInstanceUID, "1.2.3")
                .setString(Tag.SeriesInstanceUID, "1.2.3.1")
                .setInt(Tag.SamplesPerPixel, 1)
                .setString(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.NumberOfFrames, frames)
                .setInt(Tag.Rows, SIDE)
                .setInt(Tag.Columns, SIDE)
                .setInt(Tag.BitsAllocated, 8)
                .setInt(Tag.BitsStored, 8)
                .setInt(Tag.HighBit, 7)
                .setInt(Tag.PixelRepresentation, 0)
                .setString(Tag.WindowCenter, "128")
                .setString(Tag.WindowWidth, "256")
                .setBytes(Tag.PixelData, VR.OB, pixels);
    }

    private StoredInstance store(Attributes image) throws Exception {
        archive.ingest.receive(TestArchive.cStore(image));
        return archive.index.find(image.getString(Tag.SOPInstanceUID, "")).orElseThrow();
    }
}
