package io.bwe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that the user wants something written to. Immutable.
 *
 * @param name what the user called it, a path
 */
record OutputFile(String name) {
    /**
     * Finds at once what would otherwise be found after a long run, but changes nothing yet.
     *
     * @param input a file that must stay as it is; null if there is none
     * @throws BadInputException if the file cannot be written
     */
    void check(@Nullable Path input) throws BadInputException {
        Path target = path();
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw new BadInputException("cannot write " + name + ": is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("cannot write " + name + ": its folder does not exist");
        }
        try {
            if (input != null && Files.exists(target) && Files.isSameFile(target, input)) {
                throw new BadInputException("cannot write " + name + ": it is the file to replay");
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    Path path() {
        return Path.of(name);
    }

    /** Words an error of the operating system as one line. */
    BadInputException cannotWrite(IOException e) {
        return cannotWrite(name, e);
    }

    /** The same for something that is no file, such as standard output. */
    static BadInputException cannotWrite(String target, IOException e) {
        String reason = String.valueOf(e.getMessage());
        return new BadInputException("cannot write " + (reason.startsWith(target) ? reason : target + ": " + reason),
                e);
    }
}
