package org.voxrelay.worker;

/** What became of one request to a child process. */
public sealed interface Outcome {
    /** @param bytes what the service answered; handed over */
    record Answered(byte[] bytes) implements Outcome {}

    /** The service looked at the request and declined it; the child goes on. */
    record Refused(String reason) implements Outcome {}

    /** The request is lost, the next one gets a new child. {@code detail} is a sentence for a person. */
    record Lost(Loss why, String detail) implements Outcome {}
}
