package org.voxrelay.dicom.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;

/**
 * A data set or an item of a sequence: attributes sorted by tag (PS3.5 chapter 7). Setters return this object.
 *
 * <p>A value is kept as it came: {@code byte[]} (little endian, text not decoded yet), {@code String[]} (text that a
 * program set), {@link Sequence}, {@link Fragments} or {@link BulkData}. Getters convert; a value that cannot be
 * converted counts as absent. Not safe for use by several threads while one of them changes it.
 */
public final class Attributes {
    private static final byte[] EMPTY = {};

    private final ElementTable elements;
    private Attributes parent;

    public Attributes() {
        this(16);
    }

    /** @param capacity attributes expected */
    public Attributes(int capacity) {
        elements = new ElementTable(capacity);
    }

    /** A deep copy; byte arrays are shared, and are never changed by this class. */
    public Attributes(Attributes other) {
        this(Math.max(4, other.size()));
        addAll(other);
    }

    private Attributes put(int tag, VR vr, Object value) {
        detach(tag);
        elements.put(tag, vr, value);
        return this;
    }

    /** Before a value changes: what depends on the old one becomes independent of it. */
    private void detach(int tag) {
        if (tag == Tag.SpecificCharacterSet) {
            decodeText();
        }
        getSequence(tag).ifPresent(items -> items.forEach(Attributes::release));
    }

    /** Text read with the old character set keeps its characters when the character set changes. */
    private void decodeText() {
        SpecificCharacterSet charset = getSpecificCharacterSet();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.value(i) instanceof byte[] bytes && elements.vr(i).isText() && !Text.isPlainAscii(bytes)) {
                elements.setValue(i, Text.decode(elements.vr(i), bytes, charset).toArray(String[]::new));
            } else if (elements.value(i) instanceof Sequence items) {
                items.stream()
                        .filter(item -> !item.contains(Tag.SpecificCharacterSet))
                        .forEach(Attributes::decodeText);
            }
        }
    }

    Attributes adopt(Attributes item) {
        boolean free = item.parent == null && !item.isAround(this);
        Attributes adopted = free ? item : new Attributes(item);
        adopted.decodeText();
        adopted.parent = this;
        return adopted;
    }

    private boolean isAround(Attributes other) {
        return other == this || other.parent != null && isAround(other.parent);
    }

    void release() {
        decodeText();
        parent = null;
    }

    public int size() {
        return elements.size();
    }

    public boolean isEmpty() {
        return elements.size() == 0;
    }

    /** @return the tags in ascending unsigned order */
    public int[] tags() {
        return elements.tags();
    }

    /** @throws java.util.NoSuchElementException if there is none */
    public int lastTag() {
        if (isEmpty()) {
            throw new NoSuchElementException("no attribute");
        }
        return elements.tag(size() - 1);
    }

    public boolean contains(int tag) {
        return elements.indexOf(tag) >= 0;
    }

    /** @return whether the attribute is there and not empty */
    public boolean containsValue(int tag) {
        return getValue(tag).filter(value -> !isEmptyValue(value)).isPresent();
    }

    private static boolean isEmptyValue(Object value) {
        return value instanceof byte[] bytes && bytes.length == 0
                || value instanceof String[] strings && strings.length == 0
                || value instanceof Sequence items && items.isEmpty();
    }

    public Optional<VR> getVR(int tag) {
        int index = elements.indexOf(tag);
        return index < 0 ? Optional.empty() : Optional.of(elements.vr(index));
    }

    /** @return the value as it is kept, see the class comment; not to be changed */
    public Optional<Object> getValue(int tag) {
        int index = elements.indexOf(tag);
        return index < 0 ? Optional.empty() : Optional.of(elements.value(index));
    }

    /** @return the character set of this data set, or else of the one around it */
    public SpecificCharacterSet getSpecificCharacterSet() {
        if (contains(Tag.SpecificCharacterSet)) {
            return SpecificCharacterSet.of(getStrings(Tag.SpecificCharacterSet));
        }
        return parent == null ? SpecificCharacterSet.DEFAULT : parent.getSpecificCharacterSet();
    }

    /** @return the data set that holds the sequence that holds this item; empty if this is no item */
    public Optional<Attributes> getParent() {
        return Optional.ofNullable(parent);
    }

    /** @return the first value as text, binary numbers in decimal, AT as GGGGEEEE; empty if absent or empty */
    public Optional<String> getString(int tag) {
        List<String> all = getStrings(tag);
        return all.isEmpty() || all.get(0).isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    public String getString(int tag, String fallback) {
        return getString(tag).orElse(fallback);
    }

    /** @return all values, with empty strings where values in between are empty; no value if absent or empty */
    public List<String> getStrings(int tag) {
        int index = elements.indexOf(tag);
        return index < 0 ? List.of() : strings(index);
    }

    private List<String> strings(int index) {
        VR vr = elements.vr(index);
        if (elements.value(index) instanceof String[] strings) {
            return List.of(strings);
        }
        if (elements.value(index) instanceof byte[] bytes && vr != VR.SQ) {
            if (vr.isBinaryNumeric()) {
                return List.of(Numbers.toStrings(vr, bytes));
            }
            if (vr.isString()) {
                boolean coded = vr.isText() && elements.tag(index) != Tag.SpecificCharacterSet; // whatever its VR
                return Text.decode(vr, bytes, coded ? getSpecificCharacterSet() : SpecificCharacterSet.DEFAULT);
            }
        }
        return List.of();
    }

    /** @return the first value; the fallback if it is absent, no whole number or out of range */
    public int getInt(int tag, int fallback) {
        int[] all = getInts(tag);
        return all.length == 0 ? fallback : all[0];
    }

    /** @return all values; none if absent or if one is no whole number in the range of int. AT: the tags */
    public int[] getInts(int tag) {
        long[] all = getLongs(tag);
        boolean tagValues = getVR(tag).filter(vr -> vr == VR.AT).isPresent();
        boolean inRange = tagValues || Arrays.stream(all).allMatch(number -> number == (int) number);
        return inRange ? Arrays.stream(all).mapToInt(number -> (int) number).toArray() : new int[0];
    }

    /** @return the first value; the fallback if it is absent or no whole number */
    public long getLong(int tag, long fallback) {
        long[] all = getLongs(tag);
        return all.length == 0 ? fallback : all[0];
    }

    /** @return all values; none if absent or if one is no whole number. UV above the range of long: negative */
    public long[] getLongs(int tag) {
        int index = elements.indexOf(tag);
        if (index < 0) {
            return new long[0];
        }
        boolean binary =
                elements.value(index) instanceof byte[] && !elements.vr(index).isString();
        return binary
                ? Numbers.longs(elements.vr(index), (byte[]) elements.value(index))
                : Numbers.longs(strings(index));
    }

    /** @return the first value; the fallback if it is absent or no number */
    public double getDouble(int tag, double fallback) {
        double[] all = getDoubles(tag);
        return all.length == 0 ? fallback : all[0];
    }

    /** @return all values of DS, IS or a binary VR; none if absent or if one is no number */
    public double[] getDoubles(int tag) {
        int index = elements.indexOf(tag);
        if (index < 0) {
            return new double[0];
        }
        boolean binary =
                elements.value(index) instanceof byte[] && !elements.vr(index).isString();
        return binary
                ? Numbers.doubles(elements.vr(index), (byte[]) elements.value(index))
                : Numbers.doubles(strings(index));
    }

    /** @return the day of the first value of VR DA */
    public Optional<LocalDate> getDate(int tag) {
        return getString(tag).flatMap(DateTimes::date);
    }

    /** @return the times that the first value of VR TM stands for */
    public Optional<Span<LocalTime>> getTime(int tag) {
        return getString(tag).flatMap(DateTimes::time);
    }

    /** @return the moments that the first value of VR DT stands for, by the clock of {@link DateTimes#offset(Attributes, int)} */
    public Optional<Span<LocalDateTime>> getDateTime(int tag) {
        return getString(tag).flatMap(DateTimes::dateTime);
    }

    /** @return the value as it is written in little endian, without padding; empty if absent, a sequence or not in memory */
    public Optional<byte[]> getBytes(int tag) {
        int index = elements.indexOf(tag);
        if (index >= 0 && elements.value(index) instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        if (index >= 0 && elements.value(index) instanceof String[] strings) {
            return Optional.of(Text.encode(elements.vr(index), strings, getSpecificCharacterSet()));
        }
        return Optional.empty();
    }

    public Optional<Fragments> getFragments(int tag) {
        return getValue(tag).filter(Fragments.class::isInstance).map(Fragments.class::cast);
    }

    public Optional<BulkData> getBulkData(int tag) {
        return getValue(tag).filter(BulkData.class::isInstance).map(BulkData.class::cast);
    }

    public Optional<Sequence> getSequence(int tag) {
        return getValue(tag).filter(Sequence.class::isInstance).map(Sequence.class::cast);
    }

    /** @return the items of a sequence; none if it is absent */
    public List<Attributes> getItems(int tag) {
        return getSequence(tag).<List<Attributes>>map(sequence -> sequence).orElse(List.of());
    }

    /** @return the first item of a sequence */
    public Optional<Attributes> getItem(int tag) {
        return getItems(tag).stream().findFirst();
    }

    /** Sets text or the decimal form of numbers, with the VR of the dictionary. */
    public Attributes setString(int tag, String... strings) {
        return setString(tag, vrFor(tag), strings);
    }

    /** @throws IllegalArgumentException if the VR holds neither text nor numbers, or not these */
    public Attributes setString(int tag, VR vr, String... strings) {
        if (vr.isBinaryNumeric()) {
            return setBytes(tag, vr, Numbers.parse(vr, List.of(strings)));
        }
        if (!vr.isString()) {
            throw new IllegalArgumentException("VR " + vr + " holds no text");
        }
        return put(tag, vr, Text.split(vr, String.join("\\", strings)).toArray(String[]::new));
    }

    public Attributes setInt(int tag, int... numbers) {
        return setInt(tag, vrFor(tag), numbers);
    }

    /** @throws IllegalArgumentException if the VR holds no numbers or a number does not fit it */
    public Attributes setInt(int tag, VR vr, int... numbers) {
        return setLong(tag, vr, Arrays.stream(numbers).asLongStream().toArray());
    }

    /** @throws IllegalArgumentException if the VR holds no numbers or a number does not fit it */
    public Attributes setLong(int tag, VR vr, long... numbers) {
        if (vr.isString()) {
            return put(tag, vr, Arrays.stream(numbers).mapToObj(Long::toString).toArray(String[]::new));
        }
        return setBytes(tag, vr, Numbers.encode(vr, numbers));
    }

    public Attributes setDouble(int tag, double... numbers) {
        return setDouble(tag, vrFor(tag), numbers);
    }

    /** @throws IllegalArgumentException if the VR holds no numbers or a number does not fit it */
    public Attributes setDouble(int tag, VR vr, double... numbers) {
        if (vr.isString()) {
            return put(
                    tag, vr, Arrays.stream(numbers).mapToObj(DecimalString::of).toArray(String[]::new));
        }
        return setBytes(tag, vr, Numbers.encode(vr, numbers));
    }

    /** @param value little endian, handed over; padding to even length is the writer's work */
    public Attributes setBytes(int tag, VR vr, byte[] value) {
        return put(tag, vr, Objects.requireNonNull(value));
    }

    /**
     * Sets bytes as a reader finds them. Other than by {@link #setBytes}, a Specific Character Set that comes late says how
     * to read text that came before it.
     */
    public Attributes setAsRead(int tag, VR vr, byte[] value) {
        getSequence(tag).ifPresent(items -> items.forEach(Attributes::release));
        elements.put(tag, vr, value);
        return this;
    }

    public Attributes setNull(int tag) {
        return setNull(tag, vrFor(tag));
    }

    public Attributes setNull(int tag, VR vr) {
        return put(tag, vr, vr == VR.SQ ? new Sequence(this) : EMPTY);
    }

    /** @param value byte[], {@link BulkData} or {@link Fragments}, handed over */
    public Attributes setValue(int tag, VR vr, Object value) {
        if (value instanceof byte[] || value instanceof BulkData || value instanceof Fragments) {
            return put(tag, vr, value);
        }
        throw new IllegalArgumentException("no value of an attribute");
    }

    public Attributes setFragments(int tag, VR vr, Fragments fragments) {
        return put(tag, vr, Objects.requireNonNull(fragments));
    }

    public Attributes setBulkData(int tag, VR vr, BulkData bulkData) {
        return put(tag, vr, Objects.requireNonNull(bulkData));
    }

    /** @return a new, empty sequence in place of what the tag held */
    public Sequence newSequence(int tag) {
        Sequence sequence = new Sequence(this);
        put(tag, VR.SQ, sequence);
        return sequence;
    }

    /** @return the sequence of this tag, a new one if there was none */
    public Sequence ensureSequence(int tag) {
        return getSequence(tag).orElseGet(() -> newSequence(tag));
    }

    /** @return a new item at the end of the sequence of this tag */
    public Attributes newItem(int tag) {
        return ensureSequence(tag).newItem();
    }

    /** Items that belong to another data set are copied. */
    public Attributes setSequence(int tag, List<Attributes> items) {
        List<Attributes> wanted = List.copyOf(items);
        newSequence(tag).addAll(wanted);
        return this;
    }

    public Attributes setSequence(int tag, Attributes... items) {
        return setSequence(tag, List.of(items));
    }

    public Attributes remove(int tag) {
        if (contains(tag)) {
            detach(tag);
            elements.remove(elements.indexOf(tag));
        }
        return this;
    }

    /** Copies all attributes of the other data set over those of this one. */
    public Attributes addAll(Attributes other) {
        return addSelected(other, other.tags());
    }

    /** Copies those of these attributes that the other data set has. */
    public Attributes addSelected(Attributes other, int... selection) {
        for (int tag : selection) {
            int index = other.elements.indexOf(tag);
            if (index >= 0) {
                put(tag, other.elements.vr(index), other.copyOfValue(index, this));
            }
        }
        return this;
    }

    private Object copyOfValue(int index, Attributes newOwner) {
        if (elements.value(index) instanceof Sequence items) {
            Sequence copy = new Sequence(newOwner);
            items.forEach(item -> copy.add(new Attributes(item)));
            return copy;
        }
        boolean codedText = elements.vr(index).isText()
                && elements.value(index) instanceof byte[] bytes
                && !Text.isPlainAscii(bytes);
        return codedText ? strings(index).toArray(String[]::new) : elements.value(index);
    }

    /** @param tag the private element with any block number, for instance 0x00091001 or 0x00090001 */
    public Optional<String> getString(String privateCreator, int tag) {
        OptionalInt resolved = privateTag(privateCreator, tag);
        return resolved.isPresent() ? getString(resolved.getAsInt()) : Optional.empty();
    }

    /** Reserves a block for the creator if it has none (PS3.5 section 7.8.1). */
    public Attributes setString(String privateCreator, int tag, VR vr, String... strings) {
        return setString(ensurePrivateTag(privateCreator, tag), vr, strings);
    }

    /** @return where this creator's element lies in this data set; empty if the creator has reserved no block */
    public OptionalInt privateTag(String privateCreator, int tag) {
        return PrivateBlocks.find(this, privateCreator, tag);
    }

    /** @return where this creator's element lies, in a block that is reserved now if it was not yet */
    public int ensurePrivateTag(String privateCreator, int tag) {
        return privateTag(privateCreator, tag).orElseGet(() -> PrivateBlocks.reserve(this, privateCreator, tag));
    }

    private VR vrFor(int tag) {
        return AmbiguousVR.resolve(tag, this);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Attributes that) || that.size() != size()) {
            return false;
        }
        return IntStream.range(0, size())
                .allMatch(i -> elements.tag(i) == that.elements.tag(i)
                        && elements.vr(i) == that.elements.vr(i)
                        && Objects.deepEquals(comparable(i), that.comparable(i)));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < elements.size(); i++) {
            hash = 31 * hash + elements.tag(i);
            hash = 31 * hash + Arrays.deepHashCode(new Object[] {comparable(i)});
        }
        return hash;
    }

    /** Text read and text set are equal when their characters are. */
    private Object comparable(int index) {
        boolean text = elements.vr(index).isString() && !(elements.value(index) instanceof BulkData);
        return text ? strings(index) : elements.value(index);
    }

    /** @return tags and VRs only: values may name a patient */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Attributes[");
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append(ElementDictionary.format(elements.tag(i)))
                    .append(elements.vr(i));
        }
        return text.append(']').toString();
    }
}
