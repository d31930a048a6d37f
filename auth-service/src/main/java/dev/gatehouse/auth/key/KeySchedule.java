package dev.gatehouse.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Which key signs when. Each is published some time before it signs, and stays published until no
 * token that it signed can be alive; {@code nbf} says when a key signs first, {@code iat} when it
 * was made.
 */
@ApplicationScoped
class KeySchedule {
  /** More than the longest access token lives, clocks that differ included. */
  static final Duration KEPT_AFTER_REPLACEMENT = Duration.ofHours(2);

  private final KeyConfig config;

  KeySchedule(KeyConfig config) {
    this.config = config;
  }

  /** The key that signs at a moment: of those whose time has come the newest. */
  static ECKey signing(JWKSet keys, Instant now) {
    List<JWK> ordered = ordered(keys);
    return ordered.reversed().stream()
        .filter(key -> !signsFrom(key).isAfter(now))
        .findFirst()
        .orElse(ordered.getFirst())
        .toECKey();
  }

  /** A set of one new key that signs at once. */
  JWKSet first(Instant now) {
    return new JWKSet(generate(now, now));
  }

  /** What the set should be at a moment; the same if nothing is due. */
  JWKSet due(JWKSet keys, Instant now) {
    JWKSet kept = withoutPast(keys, now);
    JWK newest = ordered(kept).getLast();
    boolean old =
        signsFrom(newest).plus(config.rotateEvery()).minus(config.publishBefore()).isBefore(now);
    boolean unwanted = config.madeAfter().filter(after -> made(newest).isBefore(after)).isPresent();
    return old || unwanted ? withNext(kept, now) : kept;
  }

  /** The set with a key more that signs soon; the same if there is such a key already. */
  JWKSet rotated(JWKSet keys, Instant now) {
    JWKSet kept = withoutPast(keys, now);
    return signsFrom(ordered(kept).getLast()).isAfter(now) ? kept : withNext(kept, now);
  }

  private JWKSet withNext(JWKSet keys, Instant now) {
    List<JWK> more = new ArrayList<>(keys.getKeys());
    more.add(generate(now, now.plus(config.publishBefore())));
    return new JWKSet(more);
  }

  // A key is replaced at the moment from which the one after it signs.
  private static JWKSet withoutPast(JWKSet keys, Instant now) {
    List<JWK> ordered = ordered(keys);
    List<JWK> kept = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      boolean past =
          i + 1 < ordered.size()
              && signsFrom(ordered.get(i + 1)).plus(KEPT_AFTER_REPLACEMENT).isBefore(now);
      if (!past) {
        kept.add(ordered.get(i));
      }
    }
    return kept.size() == ordered.size() ? keys : new JWKSet(kept);
  }

  private static List<JWK> ordered(JWKSet keys) {
    return keys.getKeys().stream().sorted(Comparator.comparing(KeySchedule::signsFrom)).toList();
  }

  private static Instant signsFrom(JWK key) {
    return instant(key.getNotBeforeTime());
  }

  private static Instant made(JWK key) {
    return instant(key.getIssueTime());
  }

  @SuppressWarnings("NullAway") // The library's dates may be null.
  private static Instant instant(Date date) {
    return Optional.ofNullable(date).map(Date::toInstant).orElse(Instant.EPOCH);
  }

  private static ECKey generate(Instant made, Instant signsFrom) {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .issueTime(Date.from(made))
          .notBeforeTime(Date.from(signsFrom))
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
