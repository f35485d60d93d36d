package io.bwe.cli;

/**
 * What the user gave cannot be used: a file, an option, an estimator. The message is one line that says what and why;
 * the program prints it and exits with code 2.
 */
final class BadInputException extends Exception {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }

    BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
