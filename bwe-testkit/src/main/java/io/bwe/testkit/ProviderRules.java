package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.api.spi.Provider;
import org.junit.jupiter.api.function.Executable;

/** What every provider is, whatever it provides. */
final class ProviderRules {
    /** No provider knows it. */
    static final String UNKNOWN_OPTION = "an-option-that-nobody-has";

    private ProviderRules() {
    }

    static void nameIsStable(Provider provider, Provider other) {
        String name = provider.name();
        assertFalse(name.isBlank(), "the name is empty");
        assertEquals(name, provider.name(), "the name at the second call");
        assertEquals(name, other.name(), "the name of another instance");
    }

    /** That a provider that is given the unknown option refuses it and says so. */
    static void refusesUnknownOption(Executable create) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, create, "an unknown option");
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(UNKNOWN_OPTION), () -> "the refusal does not name the option: " + message);
    }
}
