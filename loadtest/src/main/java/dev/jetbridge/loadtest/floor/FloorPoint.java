package dev.jetbridge.loadtest.floor;

/**
 * What bare writing cost with so many frames a write.
 *
 * @param cpuMicrosPerFrame of the writing thread; what the kernel does for the receiving side
 *     within the write is in it
 * @param roundMicros to write once to every socket, half of the rounds took no longer
 * @param full writes that a socket took none or only a part of; a figure with many of them says
 *     little
 */
public record FloorPoint(
    int framesPerWrite,
    double framesPerSecond,
    double cpuMicrosPerFrame,
    double cpuMicrosPerWrite,
    double roundMicros,
    double roundMicrosP99,
    long full) {}
