package org.voxrelay.dicom.volume;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** Opens NRRD files of one volume whose samples lie in the same file. */
final class NrrdReader {
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Pattern VECTOR = Pattern.compile("\\(([^,()]+),([^,()]+),([^,()]+)\\)");
    /** Signs that make LPS of a space. */
    private static final Map<String, Vec3> SPACES = Map.of(
            "left-posterior-superior", new Vec3(1, 1, 1),
            "lps", new Vec3(1, 1, 1),
            "right-anterior-superior", new Vec3(-1, -1, 1),
            "ras", new Vec3(-1, -1, 1),
            "left-anterior-superior", new Vec3(1, -1, 1),
            "las", new Vec3(1, -1, 1));

    private final Map<String, String> fields;

    private NrrdReader(Map<String, String> fields) {
        this.fields = fields;
    }

    static MaskData read(InputStream file, long maxVoxels) throws IOException, VolumeFileException {
        InputStream in = new BufferedInputStream(file, 1 << 16);
        return new NrrdReader(fields(in)).open(in, maxVoxels);
    }

    private static Map<String, String> fields(InputStream in) throws IOException, VolumeFileException {
        var line = new StringBuilder();
        var fields = new HashMap<String, String>();
        boolean first = true;
        for (int length = 0; length < LONGEST_HEADER; length++) {
            int c = in.read();
            if (c < 0) {
                throw new VolumeFileException("The NRRD file ends within its header.");
            }
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (first && !text.matches("NRRD000[1-5]")) {
                throw new VolumeFileException("The file is no NRRD file of version 1 to 5.");
            }
            if (text.isEmpty()) {
                return fields;
            }
            int colon = text.indexOf(": ");
            if (!first && !text.startsWith("#") && colon > 0) {
                String name = text.substring(0, colon).toLowerCase(Locale.ROOT).replace(" ", "");
                fields.put(name, text.substring(colon + 2).strip());
            }
            first = false;
        }
        throw new VolumeFileException("The header of the NRRD file is longer than " + LONGEST_HEADER + " bytes.");
    }

    private MaskData open(InputStream in, long maxVoxels) throws IOException, VolumeFileException {
        if (fields.containsKey("datafile")) {
            throw new VolumeFileException("The NRRD file has its samples in another file; that is not read.");
        }
        String type = field("type");
        MaskNumber number = MaskNumber.ofNrrd(type)
                .orElseThrow(() -> new VolumeFileException("NRRD type \"" + type + "\" is not read as a mask."));
        if (!field("dimension").equals("3")) {
            throw new VolumeFileException("The NRRD file has " + field("dimension") + " dimensions instead of 3.");
        }
        if (fields.containsKey("lineskip") || fields.containsKey("byteskip")) {
            throw new VolumeFileException("NRRD files with line skip or byte skip are not read.");
        }
        VolumeGeometry grid = grid(maxVoxels);
        boolean big = number.bytes() > 1 && field("endian").equals("big");
        return new MaskData(grid, number, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, samples(in), 1, 0);
    }

    private InputStream samples(InputStream in) throws IOException, VolumeFileException {
        String encoding = field("encoding").toLowerCase(Locale.ROOT);
        try {
            return switch (encoding) {
                case "raw" -> in;
                case "gzip", "gz" -> new GZIPInputStream(in, 1 << 16);
                default -> throw new VolumeFileException("NRRD encoding \"" + encoding + "\" is not read.");
            };
        } catch (ZipException | EOFException e) {
            throw new VolumeFileException("The file is not compressed as it says: " + e.getMessage() + ".");
        }
    }

    private VolumeGeometry grid(long maxVoxels) throws VolumeFileException {
        Vec3 signs = SPACES.get(field("space").toLowerCase(Locale.ROOT));
        if (signs == null) {
            throw new VolumeFileException("NRRD space \"" + field("space") + "\" is not read.");
        }
        Vec3[] steps = vectors("spacedirections", 3, signs);
        Vec3 origin = vectors("spaceorigin", 1, signs)[0];
        try {
            long[] sizes = Arrays.stream(field("sizes").split("\\s+"))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (sizes.length == 3) {
                return FileGrid.of(origin, steps, sizes, maxVoxels);
            }
        } catch (NumberFormatException e) {
            throw new VolumeFileException("The sizes of the NRRD file are no numbers: " + field("sizes") + ".");
        }
        throw new VolumeFileException("The NRRD file has not three sizes: " + field("sizes") + ".");
    }

    private Vec3[] vectors(String name, int count, Vec3 signs) throws VolumeFileException {
        Matcher matcher = VECTOR.matcher(field(name));
        var vectors = new Vec3[count];
        try {
            for (int i = 0; i < count; i++) {
                if (!matcher.find()) {
                    throw new VolumeFileException("The NRRD file has not " + count + " vectors as its " + name + ".");
                }
                vectors[i] = new Vec3(
                        signs.x() * Double.parseDouble(matcher.group(1)),
                        signs.y() * Double.parseDouble(matcher.group(2)),
                        signs.z() * Double.parseDouble(matcher.group(3)));
            }
        } catch (NumberFormatException e) {
            throw new VolumeFileException("The " + name + " of the NRRD file are no numbers.");
        }
        return vectors;
    }

    private String field(String name) throws VolumeFileException {
        String value = fields.get(name);
        if (value == null) {
            throw new VolumeFileException("The NRRD file has no field \"" + name + "\".");
        }
        return value;
    }
}
