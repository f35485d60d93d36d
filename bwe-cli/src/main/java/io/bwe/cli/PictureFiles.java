package io.bwe.cli;

import io.bwe.picture.PicturePage;
import io.bwe.picture.PicturePng;
import io.bwe.picture.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a picture goes: a page, an image of it, or both. Immutable.
 *
 * @param page the page's file
 * @param image the image's file
 */
record PictureFiles(Optional<OutputFile> page, Optional<OutputFile> image) {
    /** Whether a picture is wanted. */
    boolean areWanted() {
        return page.isPresent() || image.isPresent();
    }

    /**
     * Finds at once what would otherwise be found after a long run.
     *
     * @throws BadInputException if one of them cannot be written
     */
    void check() throws BadInputException {
        Set<Path> paths = new HashSet<>();
        for (OutputFile file : all()) {
            file.check(null);
            if (!paths.add(file.path().toAbsolutePath().normalize())) {
                throw new BadInputException(file.name() + " is given for two outputs");
            }
        }
        requireBrowser();
    }

    /**
     * Finds at once whether there is a browser to make an image, if one is wanted.
     *
     * @throws BadInputException if not
     */
    void requireBrowser() throws BadInputException {
        if (image.isPresent()) {
            try {
                PicturePng.requireBrowser();
            } catch (IOException e) {
                throw image.get().cannotWrite(e);
            }
        }
    }

    /** Those that are wanted. */
    List<OutputFile> all() {
        return Stream.of(page, image).flatMap(Optional::stream).toList();
    }

    /**
     * Writes what is wanted.
     *
     * @param recording what to show
     * @throws BadInputException if it cannot be written, or there is no browser to make the image
     */
    void write(Recording recording) throws BadInputException {
        if (page.isPresent()) {
            write(recording, page.get(), page.get().path());
        }
        if (image.isPresent()) {
            writeImage(recording, image.get());
        }
    }

    private void writeImage(Recording recording, OutputFile target) throws BadInputException {
        try {
            if (page.isPresent()) {
                PicturePng.render(page.get().path(), target.path());
                return;
            }
            Path folder = Objects.requireNonNull(target.path().toAbsolutePath().getParent());
            Path between = Files.createTempFile(folder, "bwe-", ".html");
            try {
                write(recording, target, between);
                PicturePng.render(between, target.path());
            } finally {
                Files.deleteIfExists(between);
            }
        } catch (IOException e) {
            throw target.cannotWrite(e);
        }
    }

    private static void write(Recording recording, OutputFile target, Path file) throws BadInputException {
        try {
            PicturePage.write(recording, file);
        } catch (IOException e) {
            throw target.cannotWrite(e);
        }
    }
}
