package org.voxrelay.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.ExtraAttribute;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.archive.IndexEntryReader;
import org.voxrelay.archive.IndexLevel;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;

/** The keys of a {@link Query} as conditions: all that the database can decide, for only then do limit and offset count matches. */
final class QueryKeys {
    private record Place(String document, String name, VR vr) {}

    private final Query query;
    private final ExtraAttributes extra;
    private final List<Integer> unsupported = new ArrayList<>();

    QueryKeys(Query query, ExtraAttributes extra) {
        this.query = query;
        this.extra = extra;
    }

    /** Tags of keys that were left out. */
    List<Integer> unsupported() {
        return unsupported;
    }

    Where where() throws BadKeyException {
        var where = new Where();
        var columns = new Attributes();
        var documents = new DocumentKeys(where, query.options());
        Attributes keys = query.keys();
        boolean combined = query.options().combinedDateTime() && CombinedRange.isIn(keys);
        if (combined) {
            CombinedRange.addTo(where, keys);
        }
        for (int tag : keys.tags()) {
            if (SearchKeys.isNoKey(tag)
                    || ElementDictionary.isPrivateCreator(tag)
                    || combined && (tag == Tag.StudyDate || tag == Tag.StudyTime)) {
                continue;
            }
            if (Keys.isColumn(tag, query.level())) {
                columns.addSelected(keys, tag);
                continue;
            }
            Optional<Place> place = place(tag);
            if (place.isPresent()) {
                documents.add(
                        place.get().document(), place.get().name(), place.get().vr(), keys, tag);
            } else {
                unsupported.add(tag);
            }
        }
        Keys.addTo(where, columns, query.options());
        return where;
    }

    private Optional<Place> place(int tag) {
        VR vr = ElementDictionary.isPrivate(tag) ? VR.LO : ElementDictionary.vrOf(tag);
        Optional<String> name = name(tag);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (IndexEntryReader.studyAttributes().contains(tag) || extra.has(IndexLevel.STUDY, name.get())) {
            return Optional.of(new Place("s.keys", name.get(), vr));
        }
        boolean inSeries =
                IndexEntryReader.seriesAttributes().contains(tag) || extra.has(IndexLevel.SERIES, name.get());
        if (query.level() != Level.STUDY && inSeries) {
            return Optional.of(new Place("r.keys", name.get(), vr));
        }
        return query.level() == Level.INSTANCE && extra.has(IndexLevel.INSTANCE, name.get())
                ? Optional.of(new Place("i.keys", name.get(), vr))
                : Optional.empty();
    }

    /** A private attribute is known by its creator, which another key names (PS3.18 section 8.3.4.1). */
    private Optional<String> name(int tag) {
        if (!ElementDictionary.isPrivate(tag)) {
            return Optional.of(String.format("%08X", tag));
        }
        return query.keys()
                .getString(PrivateKeys.creatorOf(tag))
                .filter(creator -> !creator.isBlank())
                .map(creator -> ExtraAttribute.privateKey(tag, creator))
                .filter(name -> extra.all().stream()
                        .anyMatch(attribute -> attribute.key().equals(name)));
    }
}
