package dev.jetbridge.config;

import org.jspecify.annotations.Nullable;

/**
 * What one key came to be.
 *
 * @param key its name
 * @param value as it would be written in a file, a secret as {@link Secret#MASK}; null where there
 *     is none
 * @param secret whether the value must not be seen
 * @param origin who gave it
 */
public record EffectiveValue(String key, @Nullable String value, boolean secret, Origin origin) {}
