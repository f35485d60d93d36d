package io.bwe.cli;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

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

    /** The file, if it is one. */
    Optional<OutputFile> file() {
        return isStandardOutput() ? Optional.empty() : Optional.of(new OutputFile(name));
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
            throw OutputFile.cannotWrite(name, e);
        }
    }

    /** What errors call it. */
    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : name;
    }
}
