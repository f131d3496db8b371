package org.voxrelay.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * How large a picture is wanted, and of which part of the image (PS3.18 section 8.3.5.1.3). The part is scaled until it
 * fills the width or the height, whichever comes first; its proportions stay.
 *
 * @param width pixels, 1 to 8192
 * @param height pixels, 1 to 8192
 * @param region empty for all of the image
 */
public record Viewport(int width, int height, Optional<Region> region, boolean enlarges) {
    private static final int LONGEST_SIDE = 8192;

    /**
     * A part of an image, in its pixels.
     *
     * @param width below 0 to turn left and right about; 0 for all to the right
     * @param height below 0 to turn top and bottom about; 0 for all below
     */
    public record Region(double x, double y, double width, double height) {
        private Optional<int[]> within(BufferedImage image) {
            double w = width == 0 ? image.getWidth() - x : Math.abs(width);
            double h = height == 0 ? image.getHeight() - y : Math.abs(height);
            long left = Math.max(0, Math.round(x));
            long top = Math.max(0, Math.round(y));
            long right = Math.min(image.getWidth(), Math.round(x + w));
            long bottom = Math.min(image.getHeight(), Math.round(y + h));
            return right > left && bottom > top
                    ? Optional.of(new int[] {(int) left, (int) top, (int) (right - left), (int) (bottom - top)})
                    : Optional.empty();
        }
    }

    /** @throws IllegalArgumentException with a sentence, if a side is too short or too long */
    public Viewport {
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new IllegalArgumentException(
                    "A picture's width and height are numbers from 1 to " + LONGEST_SIDE + ".");
        }
    }

    /** The whole image, not larger than this and never enlarged. */
    public static Viewport within(int width, int height) {
        return new Viewport(width, height, Optional.empty(), false);
    }

    /** @throws IllegalArgumentException with a sentence, if the part lies outside of the image */
    BufferedImage apply(BufferedImage image) {
        BufferedImage part = region.map(wanted -> cut(image, wanted)).orElse(image);
        double scale = Math.min((double) width / part.getWidth(), (double) height / part.getHeight());
        double used = enlarges ? scale : Math.min(1, scale);
        int toWidth = (int) Math.max(1, Math.min(width, Math.round(part.getWidth() * used)));
        int toHeight = (int) Math.max(1, Math.min(height, Math.round(part.getHeight() * used)));
        BufferedImage smaller = part;
        while (smaller.getWidth() >= 2 * toWidth && smaller.getHeight() >= 2 * toHeight) {
            // By halves, so that every pixel counts.
            smaller = draw(smaller, smaller.getWidth() / 2, smaller.getHeight() / 2, false, false);
        }
        boolean turnX = region.isPresent() && region.get().width() < 0;
        boolean turnY = region.isPresent() && region.get().height() < 0;
        boolean asItIs = smaller.getWidth() == toWidth && smaller.getHeight() == toHeight && !turnX && !turnY;
        return asItIs ? smaller : draw(smaller, toWidth, toHeight, turnX, turnY);
    }

    private static BufferedImage cut(BufferedImage image, Region wanted) {
        int[] part = wanted.within(image)
                .orElseThrow(() -> new IllegalArgumentException("The part that is wanted lies outside of the image."));
        return image.getSubimage(part[0], part[1], part[2], part[3]);
    }

    private static BufferedImage draw(BufferedImage from, int width, int height, boolean turnX, boolean turnY) {
        BufferedImage to = new BufferedImage(width, height, from.getType());
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(
                from,
                turnX ? width : 0,
                turnY ? height : 0,
                turnX ? 0 : width,
                turnY ? 0 : height,
                0,
                0,
                from.getWidth(),
                from.getHeight(),
                null);
        graphics.dispose();
        return to;
    }
}
