package io.bwe.browser.serve;

/** A request that is refused. Its message is for whoever sent it. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String what;

    private RefusedException(int status, String what, String message) {
        super(message, null, false, false);
        this.status = status;
        this.what = what;
    }

    static RefusedException badRequest(String what, Exception why) {
        return new RefusedException(400, what, String.valueOf(why.getMessage()));
    }

    static RefusedException foreign(String what) {
        return new RefusedException(403, what, "only the page of this server may ask");
    }

    static RefusedException notFound(String what) {
        return new RefusedException(404, "a request for what is not there", "there is no " + what);
    }

    static RefusedException method(String method) {
        return new RefusedException(405, "a method", method + " is not answered here");
    }

    static RefusedException tooLarge(int maxBytes) {
        return new RefusedException(413, "a large body", "more than " + maxBytes + " bytes");
    }

    static RefusedException gone(Exception why) {
        return new RefusedException(410, "a further offer of a session that has ended",
                String.valueOf(why.getMessage()));
    }

    static RefusedException unavailable(Exception why) {
        return new RefusedException(503, "an offer it had no room for", String.valueOf(why.getMessage()));
    }

    int status() {
        return status;
    }

    /** What was refused, the same for all of a kind. */
    String what() {
        return what;
    }
}
