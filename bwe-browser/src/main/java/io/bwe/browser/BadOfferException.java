package io.bwe.browser;

/** An offer that cannot be answered. The message is one line and says why. */
public final class BadOfferException extends Exception {
    private static final long serialVersionUID = 1;

    BadOfferException(String message) {
        super(message);
    }
}
