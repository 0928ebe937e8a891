package dev.jetbridge.loadtest.result;

/**
 * What one of the processes cost over the time measured.
 *
 * @param role bridge, broker or generator
 * @param cpu processors busy on average, 1 for one
 * @param cpuMicrosPerDelivery 0 where nothing was delivered
 * @param residentBefore before the first viewer connected
 * @param residentMost of all samples
 * @param residentPerConnection growth since then for each open connection at the end
 */
public record ProcessCost(
    String role,
    long pid,
    double cpu,
    double cpuMicrosPerDelivery,
    long residentBefore,
    long residentEnd,
    long residentMost,
    double residentPerConnection) {}
