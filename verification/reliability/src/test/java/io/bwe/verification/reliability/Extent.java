package io.bwe.verification.reliability;

/** How long the long tests run: {@code -Dbwe.reliability=quick}, the default, or {@code full}. */
final class Extent {
    private static final String PROPERTY = "bwe.reliability";

    private Extent() {
    }

    /** One of two sizes, as the property says. */
    static int of(int quick, int full) {
        String asked = System.getProperty(PROPERTY, "quick");
        return switch (asked) {
            case "quick" -> quick;
            case "full" -> full;
            default -> throw new IllegalArgumentException(PROPERTY + " is quick or full, not " + asked);
        };
    }
}
