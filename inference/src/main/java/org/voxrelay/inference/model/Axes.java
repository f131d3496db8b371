package org.voxrelay.inference.model;

/** Three letters that name the sides of the patient towards which indices grow. */
final class Axes {
    private static final String[] OPPOSITES = {"RL", "AP", "SI"};

    private Axes() {}

    /** Whether there is one letter of each pair of sides. */
    static boolean areUsable(String axes) {
        if (axes.length() != 3) {
            return false;
        }
        for (String sides : OPPOSITES) {
            if (axes.chars().filter(letter -> sides.indexOf(letter) >= 0).count() != 1) {
                return false;
            }
        }
        return true;
    }
}
