package io.bwe.cli;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the table of a replay goes: a file, or standard output. Immutable.
 *
 * @param name what the user called it, a path or {@code -}
 */
record TableTarget(String name) {
    private static final String STANDARD_OUTPUT = "-";

    boolean isStandardOutput() {
        return name.equals(STANDARD_OUTPUT);
    }

    /**
     * Finds at once what would otherwise be found after the first pass, but changes nothing yet.
     *
     * @param input the file to replay
     * @throws BadInputException if the target cannot be written
     */
    void check(Path input) throws BadInputException {
        if (isStandardOutput()) {
            return;
        }
        Path target = Path.of(name);
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw new BadInputException("cannot write " + name + ": is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("cannot write " + name + ": its folder does not exist");
        }
        try {
            if (Files.exists(target) && Files.isSameFile(target, input)) {
                throw new BadInputException("cannot write " + name + ": it is the file to replay");
            }
        } catch (IOException e) {
            throw ReplayTable.cannotWrite(name, e);
        }
    }

    /**
     * Opens it.
     *
     * @param standardOutput the program's, which closing does not close
     * @return takes the table; to be closed
     * @throws BadInputException if the file cannot be written
     */
    OutputStream open(OutputStream standardOutput) throws BadInputException {
        if (isStandardOutput()) {
            return new FilterOutputStream(standardOutput) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    flush();
                }
            };
        }
        try {
            return new FileOutputStream(name);
        } catch (IOException e) {
            throw ReplayTable.cannotWrite(name, e);
        }
    }

    /** What errors call it. */
    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : name;
    }
}
