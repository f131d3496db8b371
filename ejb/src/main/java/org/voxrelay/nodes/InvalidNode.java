package org.voxrelay.nodes;

/** A node cannot be as described; the message is a sentence for the person who described it. */
public final class InvalidNode extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String field;

    /** @param field name of the component of {@link Node} that is wrong */
    public InvalidNode(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Which component of {@link Node} is wrong. */
    public String field() {
        return field;
    }
}
