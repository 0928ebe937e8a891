/** Tests of what the bridge is deployed with: image, compose file, chart. */
@NullMarked
package dev.jetbridge.deploy;

import org.jspecify.annotations.NullMarked;
