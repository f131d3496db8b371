package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The DICOM media types (PS3.18 section 8.7). */
final class MediaTypes {
    static final String DICOM = "application/dicom";
    static final String DICOM_JSON = "application/dicom+json";
    static final String DICOM_XML = "application/dicom+xml";
    static final String ZIP = "application/zip";
    static final String DICOM_PARTS = "multipart/related; type=\"" + DICOM + "\"";
    static final String XML_PARTS = "multipart/related; type=\"" + DICOM_XML + "\"";
    static final String OCTET_PARTS = "multipart/related; type=\"application/octet-stream\"";
    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String GIF = "image/gif";
    static final String JPEG_PARTS = "multipart/related; type=\"" + JPEG + "\"";
    static final String PNG_PARTS = "multipart/related; type=\"" + PNG + "\"";
    static final String GIF_PARTS = "multipart/related; type=\"" + GIF + "\"";
    static final String JSON = "application/json";
    static final String OCTET_STREAM = "application/octet-stream";

    private MediaTypes() {}

    /** The type of an answer with parts (RFC 2387). */
    static MediaType multipart(String type, String boundary) {
        return new MediaType("multipart", "related", Map.of("type", type, "boundary", boundary));
    }
}
