package org.voxrelay.web.problem;

import jakarta.ws.rs.core.Response.Status;

/** A request that cannot be answered as asked; {@code detail} is a sentence for the caller and names no patient. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Status status;
    private final String field;

    private Problem(Status status, String detail) {
        this(status, "", detail);
    }

    private Problem(Status status, String field, String detail) {
        super(detail);
        this.status = status;
        this.field = field;
    }

    /** 400: what is asked has no meaning. */
    public static Problem badRequest(String detail) {
        return new Problem(Status.BAD_REQUEST, detail);
    }

    /** 400: a field of what was sent cannot be as it is; empty for all of it. */
    public static Problem badRequest(String field, String detail) {
        return new Problem(Status.BAD_REQUEST, field, detail);
    }

    /** 404: there is no such thing. */
    public static Problem notFound(String detail) {
        return new Problem(Status.NOT_FOUND, detail);
    }

    /** 406: not in a form that the caller accepts. */
    public static Problem notAcceptable(String detail) {
        return new Problem(Status.NOT_ACCEPTABLE, detail);
    }

    /** 409: it contradicts what is there. */
    public static Problem conflict(String detail) {
        return new Problem(Status.CONFLICT, detail);
    }

    /** 409: a field of what was sent contradicts what is there. */
    public static Problem conflict(String field, String detail) {
        return new Problem(Status.CONFLICT, field, detail);
    }

    /** 415: a body of a kind that is not taken. */
    public static Problem unsupportedMediaType(String detail) {
        return new Problem(Status.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    Status status() {
        return status;
    }

    /** Name of the field that is at fault; empty if none is. */
    String field() {
        return field;
    }
}
