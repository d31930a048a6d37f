package dev.gatehouse.registry.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST …/tools/bulk}: all are added, or none.
 *
 * @param tools at most {@link #MAX}
 */
record ExposureBulk(@Nullable List<ExposureRequest> tools) {
  static final int MAX = 500;
}
