package io.bwe.browser;

/** Reads numbers of a session description. */
final class SdpNumbers {
    private SdpNumbers() {
    }

    static int inRange(String name, String text, int lowest, int highest) throws BadOfferException {
        return (int) inRange(name, text, (long) lowest, highest);
    }

    static long inRange(String name, String text, long lowest, long highest) throws BadOfferException {
        long value = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
        if (value < lowest || value > highest) {
            throw new BadOfferException(
                    "a " + name + " of the offer is out of range; allowed is " + lowest + " to " + highest);
        }
        return value;
    }
}
