package org.voxrelay.web.dicomweb;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.web.problem.Problem;

/** The frame numbers of a request. */
final class FrameList {
    private static final int MOST = 10_000;

    private FrameList() {}

    /** @throws Problem 400 unless they are numbers from 1 with commas between them */
    static List<Integer> parse(String list) {
        var frames = new ArrayList<Integer>();
        for (String number : list.split(",")) {
            if (!number.matches("0*[1-9]\\d{0,8}") || frames.size() == MOST) {
                throw Problem.badRequest("Frames are asked for by numbers from 1, with commas between them, at most "
                        + MOST + " at a time.");
            }
            frames.add(Integer.parseInt(number));
        }
        return frames;
    }
}
