package org.voxrelay.web.problem;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/** A request that cannot be answered as asked; {@code detail} is a sentence for the caller and names no patient. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final StatusType UNPROCESSABLE = new Unprocessable();

    private final transient StatusType status;
    private final String field;

    private Problem(StatusType status, String detail) {
        this(status, "", detail);
    }

    private Problem(StatusType status, String field, String detail) {
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

    /** 401: not to somebody who is not known; how to log in is in {@code WWW-Authenticate}. */
    public static Problem unauthorized(String detail) {
        return new Problem(Status.UNAUTHORIZED, detail);
    }

    /** 403: an administrator does not want it. */
    public static Problem forbidden(String detail) {
        return new Problem(Status.FORBIDDEN, detail);
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

    /** 413: a body that is longer than is taken. */
    public static Problem tooLarge(String detail) {
        return new Problem(Status.REQUEST_ENTITY_TOO_LARGE, detail);
    }

    /** 415: a body of a kind that is not taken. */
    public static Problem unsupportedMediaType(String detail) {
        return new Problem(Status.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /** 422: a body that is understood and cannot be used. */
    public static Problem unusable(String detail) {
        return new Problem(UNPROCESSABLE, detail);
    }

    StatusType status() {
        return status;
    }

    /** Name of the field that is at fault; empty if none is. */
    String field() {
        return field;
    }

    /** RFC 9110 section 15.5.21; Jakarta REST has no name for it. */
    private static final class Unprocessable implements StatusType {
        @Override
        public int getStatusCode() {
            return 422;
        }

        @Override
        public Status.Family getFamily() {
            return Status.Family.CLIENT_ERROR;
        }

        @Override
        public String getReasonPhrase() {
            return "Unprocessable Content";
        }
    }
}
