package io.bwe.browser;

import java.security.SecureRandom;

/**
 * User name fragment and password of one side (RFC 8445, section 5.3).
 *
 * @param ufrag 4 to 256 characters
 * @param pwd 22 to 256 characters
 */
record IceCredentials(String ufrag, String pwd) {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int UFRAG_CHARACTERS = 8;
    private static final int PWD_CHARACTERS = 24;

    static IceCredentials random(SecureRandom random) {
        return new IceCredentials(text(random, UFRAG_CHARACTERS), text(random, PWD_CHARACTERS));
    }

    private static String text(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    static boolean areValid(String ufrag, String pwd) {
        return ufrag.matches("[A-Za-z0-9+/]{4,256}") && pwd.matches("[A-Za-z0-9+/]{22,256}");
    }

    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
