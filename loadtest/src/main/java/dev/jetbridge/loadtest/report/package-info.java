/** Results as text, CSV, histogram logs and one HTML page; assertions; comparisons. */
@NullMarked
package dev.jetbridge.loadtest.report;

import org.jspecify.annotations.NullMarked;
