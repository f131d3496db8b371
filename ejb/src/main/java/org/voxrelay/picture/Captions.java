package org.voxrelay.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** Writes into pictures: the patient above, the technique below, light with a dark edge. */
final class Captions {
    private static final int LONGEST_LINE = 64;

    private Captions() {}

    /** @throws UnsupportedOperationException with a sentence, if this machine has no fonts */
    static void draw(BufferedImage picture, Attributes image, Set<Caption> captions) {
        if (captions.isEmpty()) {
            return;
        }
        if (!Fonts.ARE_THERE) {
            throw new UnsupportedOperationException("Nothing can be written into pictures: the server has no fonts.");
        }
        Graphics2D graphics = picture.createGraphics();
        int size = Math.max(8, Math.min(picture.getWidth(), picture.getHeight()) / 32);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        int lineHeight = size * 5 / 4;
        if (captions.contains(Caption.PATIENT)) {
            lines(graphics, patient(image), size / 2, lineHeight, lineHeight);
        }
        if (captions.contains(Caption.TECHNIQUE)) {
            List<String> technique = technique(image);
            int top = picture.getHeight() - lineHeight * technique.size() + lineHeight / 2;
            lines(graphics, technique, size / 2, top, lineHeight);
        }
        graphics.dispose();
    }

    private static void lines(Graphics2D graphics, List<String> lines, int left, int top, int height) {
        int y = top;
        for (String line : lines) {
            graphics.setColor(Color.BLACK);
            graphics.drawString(line, left + 1, y + 1);
            graphics.setColor(Color.WHITE);
            graphics.drawString(line, left, y);
            y += height;
        }
    }

    static List<String> patient(Attributes image) {
        List<String> lines = new ArrayList<>();
        add(lines, "", image.getString(Tag.PatientName, "").split("=")[0].replace('^', ' '));
        add(lines, "", image.getString(Tag.PatientID, ""));
        add(lines, "", image.getString(Tag.PatientBirthDate, "") + " " + image.getString(Tag.PatientSex, ""));
        add(lines, "", image.getString(Tag.StudyDate, "") + " " + image.getString(Tag.StudyDescription, ""));
        return lines;
    }

    static List<String> technique(Attributes image) {
        List<String> lines = new ArrayList<>();
        add(lines, "", image.getString(Tag.Modality, "") + " " + image.getString(Tag.SeriesDescription, ""));
        add(lines, "Image ", image.getString(Tag.InstanceNumber, ""));
        add(lines, "kV ", image.getString(Tag.KVP, ""));
        add(lines, "mA ", image.getString(Tag.XRayTubeCurrent, ""));
        add(lines, "TR/TE ", image.getString(Tag.RepetitionTime, "") + " " + image.getString(Tag.EchoTime, ""));
        add(lines, "mm ", image.getString(Tag.SliceThickness, ""));
        return lines;
    }

    private static void add(List<String> lines, String label, String text) {
        String shown = text.strip();
        if (!shown.isEmpty()) {
            lines.add((label + shown).substring(0, Math.min(LONGEST_LINE, label.length() + shown.length())));
        }
    }

    /** Asked once. */
    private static final class Fonts {
        static final boolean ARE_THERE = areThere();

        private static boolean areThere() {
            try {
                return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length > 0;
            } catch (InternalError | LinkageError | RuntimeException e) {
                return false; // the JDK has no other word for a machine without fonts, or without what reads them
            }
        }
    }
}
