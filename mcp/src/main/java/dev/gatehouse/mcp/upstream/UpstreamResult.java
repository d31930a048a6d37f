package dev.gatehouse.mcp.upstream;

import java.util.function.Function;

/** What came of asking an upstream: a value, or the reason why there is none. */
public sealed interface UpstreamResult<T> {
  record Ok<T>(T value) implements UpstreamResult<T> {}

  record Failed<T>(UpstreamFailure failure) implements UpstreamResult<T> {}

  default <R> UpstreamResult<R> map(Function<T, R> mapper) {
    return switch (this) {
      case Ok<T>(T value) -> new Ok<>(mapper.apply(value));
      case Failed<T>(UpstreamFailure failure) -> new Failed<>(failure);
    };
  }
}
