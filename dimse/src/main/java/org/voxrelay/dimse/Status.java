package org.voxrelay.dimse;

/** Status codes of responses (PS3.7 Annex C; PS3.4 Tables B.2-1, C.4-1, C.4-2, C.4-3, CC.2.8-1, J.3.2). */
public final class Status {
    public static final int SUCCESS = 0x0000;
    public static final int CANCEL = 0xFE00;
    public static final int PENDING = 0xFF00;
    /** Matches go on, but an optional key of the query is not looked at. */
    public static final int PENDING_WITHOUT_OPTIONAL_KEYS = 0xFF01;

    public static final int ATTRIBUTE_LIST_ERROR = 0x0107;
    public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    public static final int CLASS_INSTANCE_CONFLICT = 0x0119;
    public static final int DUPLICATE_SOP_INSTANCE = 0x0111;
    public static final int DUPLICATE_INVOCATION = 0x0210;
    public static final int INVALID_ARGUMENT_VALUE = 0x0115;
    public static final int INVALID_ATTRIBUTE_VALUE = 0x0106;
    public static final int INVALID_OBJECT_INSTANCE = 0x0117;
    public static final int MISSING_ATTRIBUTE = 0x0120;
    public static final int MISSING_ATTRIBUTE_VALUE = 0x0121;
    public static final int MISTYPED_ARGUMENT = 0x0212;
    public static final int NO_SUCH_ACTION = 0x0123;
    public static final int NO_SUCH_ARGUMENT = 0x0114;
    public static final int NO_SUCH_ATTRIBUTE = 0x0105;
    public static final int NO_SUCH_EVENT_TYPE = 0x0113;
    public static final int NO_SUCH_SOP_CLASS = 0x0118;
    public static final int NO_SUCH_SOP_INSTANCE = 0x0112;
    public static final int NOT_AUTHORIZED = 0x0124;
    public static final int PROCESSING_FAILURE = 0x0110;
    public static final int RESOURCE_LIMITATION = 0x0213;
    public static final int UNRECOGNIZED_OPERATION = 0x0211;

    /** Storage and queries: no room, or too many matches. */
    public static final int OUT_OF_RESOURCES = 0xA700;
    /** Retrieval: the number of matches cannot be found out. */
    public static final int UNABLE_TO_CALCULATE_MATCHES = 0xA701;
    /** Retrieval: no sub-operation can be or was done. */
    public static final int UNABLE_TO_PERFORM_SUB_OPERATIONS = 0xA702;

    public static final int MOVE_DESTINATION_UNKNOWN = 0xA801;
    /** The data set or the identifier is not of the SOP class. */
    public static final int DATA_SET_MISMATCH = 0xA900;
    /** Retrieval: some sub-operations failed or had a warning. */
    public static final int SUB_OPERATIONS_WITH_FAILURES = 0xB000;

    public static final int COERCION_OF_DATA_ELEMENTS = 0xB000;
    public static final int ELEMENTS_DISCARDED = 0xB006;
    public static final int DATA_SET_MISMATCH_WARNING = 0xB007;
    /** The first of a range: the data set or the identifier cannot be understood or processed. */
    public static final int UNABLE_TO_PROCESS = 0xC000;

    private Status() {}

    public static boolean isPending(int status) {
        return status == PENDING || status == PENDING_WITHOUT_OPTIONAL_KEYS;
    }

    /** @return whether it is a warning: done, but not all of it or not as asked (PS3.7 Annex C.3) */
    public static boolean isWarning(int status) {
        return status == 0x0001 || status == 0x0107 || status == 0x0116 || (status & 0xF000) == 0xB000;
    }

    /** @return whether it is neither success, warning, pending nor the answer to a cancel request */
    public static boolean isFailure(int status) {
        return status != SUCCESS && status != CANCEL && !isPending(status) && !isWarning(status);
    }
}
