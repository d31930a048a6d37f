/** Records in the forms that other systems read. */
@NullMarked
package dev.gatehouse.audit.export;

import org.jspecify.annotations.NullMarked;
