package org.voxrelay.web.dicomweb;

/** What is said of an instance that was stored, though not as it came: Warning Reason (0008,1196), PS3.18 section 10.5.3. */
enum Warning {
    ELEMENTS_DISCARDED(0xB006),
    DATA_SET_DOES_NOT_MATCH_SOP_CLASS(0xB007);

    private final int reason;

    Warning(int reason) {
        this.reason = reason;
    }

    int reason() {
        return reason;
    }
}
