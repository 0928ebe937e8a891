package dev.jetbridge.config;

/**
 * What one key came to be.
 *
 * @param key its name
 * @param value as it would be written in a file, secrets masked; empty where there is none
 * @param origin who gave it
 */
public record EffectiveValue(String key, String value, Origin origin) {}
