package org.voxrelay.retrieve;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;

/** Follows a path of tags and item numbers to a value. */
final class BulkDataPath {
    private BulkDataPath() {}

    /** @return byte[] or {@link BulkData} */
    static Object find(Attributes dataset, String path) throws FrameException {
        String[] steps = path.split("/");
        Attributes item = dataset;
        for (int i = 0; i + 2 < steps.length; i += 2) {
            item = item(item, tag(steps[i]), steps[i + 1]);
        }
        if (steps.length % 2 == 0) {
            throw noSuchValue();
        }
        Object value = item.getValue(tag(steps[steps.length - 1])).orElseThrow(BulkDataPath::noSuchValue);
        if (value instanceof byte[] || value instanceof BulkData) {
            return value;
        }
        throw new FrameException("The value is not one run of bytes; compressed pixel data are retrieved as frames.");
    }

    private static Attributes item(Attributes dataset, int tag, String number) throws FrameException {
        var items = dataset.getItems(tag);
        if (!number.matches("\\d{1,6}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > items.size()) {
            throw noSuchValue();
        }
        return items.get(Integer.parseInt(number) - 1);
    }

    private static int tag(String text) throws FrameException {
        if (!text.matches("[0-9A-Fa-f]{8}")) {
            throw noSuchValue();
        }
        return Integer.parseUnsignedInt(text, 16);
    }

    private static FrameException noSuchValue() {
        return new FrameException("The instance has no value with this path.");
    }
}
