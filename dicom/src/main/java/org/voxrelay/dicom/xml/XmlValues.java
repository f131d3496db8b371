package org.voxrelay.dicom.xml;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.io.Budget;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.json.BulkDataLookup;

/** The values of one attribute, until all of them are known: texts, items, or one value of bytes. */
final class XmlValues {
    private final Attributes into;
    private final int tag;
    private final VR vr;
    private final Budget budget;
    private final List<String> texts = new ArrayList<>(1);
    private Optional<Object> value = Optional.empty();
    private boolean bytes;
    private boolean items;

    XmlValues(Attributes into, int tag, VR vr, Budget budget) {
        this.into = into;
        this.tag = tag;
        this.vr = vr;
        this.budget = budget;
    }

    /** Numbers that are left out stand for empty values. */
    void text(int number, String text, long position) throws DicomStreamException {
        expect(number > texts.size(), "numbers in ascending order");
        while (texts.size() < number - 1) {
            budget.spendElement(position);
            texts.add("");
        }
        budget.spendElement(position);
        budget.spendValue(text.length(), position);
        texts.add(text);
    }

    void binary(byte[] content, long position) throws DicomStreamException {
        expect(XmlWriter.isBinary(vr) && !bytes, "one InlineBinary, with a VR of bytes");
        budget.spendValue(content.length, position);
        value = Optional.of(content);
        bytes = true;
    }

    void elsewhere(String uri, BulkDataLookup lookup) throws IOException {
        expect(vr != VR.SQ && !bytes, "one BulkData");
        value = lookup.find(vr, uri);
        bytes = true;
    }

    Attributes newItem() throws DicomStreamException {
        expect(vr == VR.SQ, "VR SQ for an Item");
        if (!items) {
            into.newSequence(tag);
            items = true;
        }
        return into.newItem(tag);
    }

    void set() throws DicomStreamException {
        int kinds = (items ? 1 : 0) + (bytes ? 1 : 0) + (texts.isEmpty() ? 0 : 1);
        expect(kinds <= 1, "values of one kind");
        if (value.isPresent()) {
            into.setValue(tag, vr, value.get());
        } else if (!texts.isEmpty()) {
            setTexts();
        } else if (!items) {
            into.setNull(tag, vr);
        }
    }

    private void setTexts() throws DicomStreamException {
        try {
            into.setString(tag, vr, texts.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new DicomStreamException(
                    "The value of " + ElementDictionary.format(tag) + " does not fit VR " + vr, e);
        }
    }

    private void expect(boolean found, String what) throws DicomStreamException {
        if (!found) {
            throw new DicomStreamException(
                    "The XML has something else than " + what + " for " + ElementDictionary.format(tag));
        }
    }
}
