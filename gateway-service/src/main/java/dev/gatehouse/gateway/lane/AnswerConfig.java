package dev.gatehouse.gateway.lane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Answers on their way to clients. */
@ConfigMapping(prefix = "gatehouse.answers")
public interface AnswerConfig {
  /** How long a client may take to read one large answer before it is hung up on. */
  @WithDefault("30s")
  Duration readWithin();

  /** The part of the heap that large answers may take while they wait to be read, in percent. */
  @WithDefault("12")
  int unreadPercent();
}
