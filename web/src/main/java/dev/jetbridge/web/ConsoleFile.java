package dev.jetbridge.web;

/**
 * One file of the console.
 *
 * @param mediaType with its character set
 */
public record ConsoleFile(String mediaType, String text) {}
