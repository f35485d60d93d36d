package io.bwe.api;

/**
 * A provider cannot be had: none has the name, two have it, or the one that has it could not be created. The message
 * names what was looked for and what was found.
 */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was looked for and what was found
     */
    public ProviderException(String message) {
        super(message);
    }
}
