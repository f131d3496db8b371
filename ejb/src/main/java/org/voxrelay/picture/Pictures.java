package org.voxrelay.picture;

import java.io.IOException;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.Images;

/** Opens stored images to make pictures of them. */
public final class Pictures {
    private final Images images;
    private final Room room = new Room(Runtime.getRuntime().maxMemory() / 4);

    public Pictures(Images images) {
        this.images = images;
    }

    /**
     * Opens an image; the caller closes it.
     *
     * @throws CannotDecode if it is none
     */
    public PictureSource open(StoredInstance instance) throws IOException {
        return new PictureSource(images.open(instance), room);
    }
}
