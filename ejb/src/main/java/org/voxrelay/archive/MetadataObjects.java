package org.voxrelay.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a DICOM JSON array of instances apart without changing a byte of its objects. */
final class MetadataObjects {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SOP_INSTANCE_UID = "00080018";

    private MetadataObjects() {}

    /** The objects of an array by SOP Instance UID, in their order. */
    static Map<String, byte[]> split(byte[] array) throws IOException {
        var objects = new LinkedHashMap<String, byte[]>();
        try (JsonParser json = JSON.createParser(array)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                String uid = sopInstanceUid(json);
                int end = (int) json.currentLocation().getByteOffset();
                objects.put(uid, Arrays.copyOfRange(array, start, end));
            }
        }
        return objects;
    }

    /** Reads one object to its end. */
    private static String sopInstanceUid(JsonParser json) throws IOException {
        String uid = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals(SOP_INSTANCE_UID);
            json.nextToken();
            if (wanted) {
                uid = firstText(json);
            } else {
                json.skipChildren();
            }
        }
        return uid;
    }

    private static String firstText(JsonParser json) throws IOException {
        String text = "";
        for (int depth = 1; depth > 0; ) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && depth == 2 && text.isEmpty()) {
                text = json.getText();
            }
        }
        return text;
    }
}
