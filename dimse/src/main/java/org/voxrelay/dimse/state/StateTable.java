package org.voxrelay.dimse.state;

import java.util.Optional;

/** PS3.8 Table 9-10: what an event does in a state. */
public final class StateTable {
    /** A row an event, a column a state from Sta1 to Sta13; a dot where the event cannot happen. */
    private static final String TABLE = """
            AE_1 .    .    .    .    .    .    .    .    .    .     .    .
            .    .    .    AE_2 .    .    .    .    .    .    .     .    .
            .    AA_1 AA_8 .    AE_3 AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_6
            .    AA_1 AA_8 .    AE_4 AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_6
            AE_5 .    .    .    .    .    .    .    .    .    .     .    .
            .    AE_6 AA_8 .    AA_8 AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_7
            .    .    AE_7 .    .    .    .    .    .    .    .     .    .
            .    .    AE_8 .    .    .    .    .    .    .    .     .    .
            .    .    .    .    .    DT_1 .    AR_7 .    .    .     .    .
            .    AA_1 AA_8 .    AA_8 DT_2 AR_6 AA_8 AA_8 AA_8 AA_8  AA_8 AA_6
            .    .    .    .    .    AR_1 .    .    .    .    .     .    .
            .    AA_1 AA_8 .    AA_8 AR_2 AR_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_6
            .    AA_1 AA_8 .    AA_8 AA_8 AR_3 AA_8 AA_8 AR_10 AR_3 AA_8 AA_6
            .    .    .    .    .    .    .    AR_4 AR_9 .    .     AR_4 .
            .    .    AA_1 AA_2 AA_1 AA_1 AA_1 AA_1 AA_1 AA_1 AA_1  AA_1 .
            .    AA_2 AA_3 .    AA_3 AA_3 AA_3 AA_3 AA_3 AA_3 AA_3  AA_3 AA_2
            .    AA_5 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4 AA_4  AA_4 AR_5
            .    AA_2 .    .    .    .    .    .    .    .    .     .    AA_2
            .    AA_1 AA_8 .    AA_8 AA_8 AA_8 AA_8 AA_8 AA_8 AA_8  AA_8 AA_7
            """;

    private static final Action[][] ACTIONS = parse();

    private StateTable() {}

    private static Action[][] parse() {
        String[] rows = TABLE.split("\n");
        Action[][] actions = new Action[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            String[] cells = rows[row].trim().split(" +");
            actions[row] = new Action[cells.length];
            for (int column = 0; column < cells.length; column++) {
                actions[row][column] = cells[column].equals(".") ? null : Action.valueOf(cells[column]);
            }
        }
        return actions;
    }

    /** @return the action; empty where the event cannot happen in this state */
    public static Optional<Action> action(State state, Event event) {
        return Optional.ofNullable(ACTIONS[event.ordinal()][state.ordinal()]);
    }
}
