/** Takes secrets out of texts and documents before they are kept. */
@NullMarked
package dev.gatehouse.platform.redact;

import org.jspecify.annotations.NullMarked;
