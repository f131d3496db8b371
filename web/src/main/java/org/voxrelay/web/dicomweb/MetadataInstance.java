package org.voxrelay.web.dicomweb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * One instance of which the metadata came: its data set, in which a number stands for each value that comes in another part,
 * and what is still missing. Pixel data of compressed images come as a part a frame, all at one location (PS3.18 section
 * 8.7.3.3.2).
 */
final class MetadataInstance {
    /** No value is so long: what stands for one that is still to come. */
    private static final long TO_COME = -1;

    private static final int FIRST_GROUP = 0x0008;

    private final Attributes dataset;
    private final Optional<String> namedSyntax;
    private final boolean discarded;
    private final Set<String> missing = new HashSet<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;

    private record Place(Attributes dataset, int tag, boolean isPixelData) {}

    /** What stands for a location while the metadata are read. */
    static BulkData standIn(int number) {
        return new BulkData(number, TO_COME);
    }

    /** @param locations by the numbers that stand for them */
    MetadataInstance(Attributes dataset, List<String> locations) {
        this.dataset = dataset;
        namedSyntax = dataset.getString(Tag.TransferSyntaxUID).map(String::strip);
        discarded = discardGroups();
        collect(dataset, locations, true);
        missing.addAll(places.keySet());
    }

    /** Command, file meta information and what else is no data set (PS3.5 section 7.1). */
    private boolean discardGroups() {
        boolean other = false;
        for (int tag : dataset.tags()) {
            if (tag >>> 16 < FIRST_GROUP) {
                other |= tag >>> 16 != 0x0002;
                dataset.remove(tag);
            }
        }
        return other;
    }

    private void collect(Attributes from, List<String> locations, boolean top) {
        for (int tag : from.tags()) {
            Object value = from.getValue(tag).orElseThrow();
            if (value instanceof Sequence sequence) {
                sequence.forEach(item -> collect(item, locations, false));
            } else if (value instanceof BulkData number && number.length() == TO_COME) {
                places.computeIfAbsent(locations.get((int) number.offset()), location -> new ArrayList<>())
                        .add(new Place(from, tag, top && tag == Tag.PixelData));
            }
        }
    }

    Attributes dataset() {
        return dataset;
    }

    /** What the data set is written in, once it is complete. */
    TransferSyntax syntax() {
        return syntax;
    }

    /** All that it refers to. */
    Set<String> locations() {
        return places.keySet();
    }

    /** Those of them that are still to come. */
    Set<String> missing() {
        return missing;
    }

    /** Its parts contradict each other or the metadata. */
    static final class Contradiction extends Exception {
        private static final long serialVersionUID = 1;

        Contradiction(String message) {
            super(message);
        }
    }

    /** Takes what has come at a location so far. */
    void came(String location, List<BulkPart> parts) throws Contradiction {
        if (!missing.contains(location)) {
            return;
        }
        List<Place> here = places.get(location);
        boolean encapsulated = false;
        for (Place place : here) {
            encapsulated |= place.isPixelData() && isEncapsulated(parts);
        }
        int wanted =
                encapsulated && !BulkMedia.isVideo(syntax) ? Math.max(1, dataset.getInt(Tag.NumberOfFrames, 1)) : 1;
        if (parts.size() < wanted) {
            return;
        }
        for (Place place : here) {
            put(place, parts, encapsulated);
        }
        missing.remove(location);
    }

    private boolean isEncapsulated(List<BulkPart> parts) throws Contradiction {
        var found = new HashSet<Optional<TransferSyntax>>();
        parts.forEach(part -> found.add(BulkMedia.syntaxOf(part.head(), namedSyntax)));
        var one = found.iterator().next();
        if (found.size() > 1
                || one.isEmpty()
                || one.get().bigEndian()
                || one.get().deflated()) {
            throw new Contradiction("pixel data come as " + parts.get(0).head().mediaType()
                    + ", or their parts in several transfer syntaxes");
        }
        if (one.get().encapsulated()) {
            syntax = one.get();
        }
        return one.get().encapsulated();
    }

    private static void put(Place place, List<BulkPart> parts, boolean encapsulated) {
        if (place.isPixelData() && encapsulated) {
            var items = new ArrayList<Object>();
            items.add(new byte[0]);
            parts.forEach(part -> items.add(part.bytes()));
            place.dataset().setFragments(place.tag(), VR.OB, Fragments.of(items));
        } else {
            VR vr = place.dataset().getVR(place.tag()).orElseThrow();
            place.dataset().setBulkData(place.tag(), vr, parts.get(0).bytes());
        }
    }

    /** @throws Contradiction if pixel data that the metadata hold themselves are said to be compressed */
    void check() throws Contradiction {
        boolean inline = dataset.containsValue(Tag.PixelData)
                && places.values().stream().flatMap(List::stream).noneMatch(Place::isPixelData);
        if (inline
                && namedSyntax
                        .map(TransferSyntax::of)
                        .filter(TransferSyntax::encapsulated)
                        .isPresent()) {
            throw new Contradiction("compressed pixel data come as a part of their own");
        }
    }

    /** What was adapted, as a Warning Reason of PS3.18 Table 10.5.3-2. */
    Optional<Warning> warning() {
        boolean pixels = dataset.containsValue(Tag.PixelData)
                || dataset.containsValue(Tag.FloatPixelData)
                || dataset.containsValue(Tag.DoubleFloatPixelData)
                || dataset.containsValue(Tag.PixelDataProviderURL);
        if (pixels != (dataset.containsValue(Tag.Rows) && dataset.containsValue(Tag.Columns))) {
            return Optional.of(Warning.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
        }
        return discarded ? Optional.of(Warning.ELEMENTS_DISCARDED) : Optional.empty();
    }
}
