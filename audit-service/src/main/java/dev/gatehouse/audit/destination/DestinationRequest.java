package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.DestinationDocument.Kind;
import dev.gatehouse.audit.export.ExportFormat;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.redact.SecretNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and {@code PUT}.
 *
 * @param url see {@link DestinationDocument#url}
 * @param format {@code NDJSON} unless given; {@code CSV} is not for destinations
 * @param everySeconds 5 to 86400; 60 unless given
 * @param enabled true unless given
 * @param headers of a webhook's requests, such as {@code Authorization}; kept in the vault, never
 *     given back. Absent in a {@code PUT}: those that are kept stay
 * @param silenceAcknowledges see {@link DestinationDocument}; false unless given
 */
record DestinationRequest(
    @Nullable String name,
    @Nullable String url,
    @Nullable ExportFormat format,
    @Nullable Integer everySeconds,
    @Nullable Boolean enabled,
    @Nullable Map<String, String> headers,
    @Nullable String certificateAuthority,
    @Nullable Boolean silenceAcknowledges) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_CERTIFICATE = 16_384;
  private static final int MOST_HEADERS = 10;
  private static final int LONGEST_HEADER = 8_192;

  /** Headers may be secret. */
  @Override
  public String toString() {
    return "DestinationRequest[" + name + "]";
  }

  boolean wantsToRun() {
    return enabled == null || enabled;
  }

  /**
   * @throws ProblemException naming what cannot be
   */
  DestinationDocument document() {
    List<FieldError> errors = new ArrayList<>();
    String wantedName = name == null ? "" : name;
    if (wantedName.isBlank()
        || wantedName.length() > LONGEST_NAME
        || wantedName.chars().anyMatch(Character::isISOControl)) {
      errors.add(new FieldError("/name", "must be 1 to " + LONGEST_NAME + " characters"));
    }
    URI target = uri(errors);
    Kind kind = target == null || isWeb(target) ? Kind.WEBHOOK : Kind.SYSLOG;
    int seconds = Objects.requireNonNullElse(everySeconds, 60);
    if (seconds < 5 || seconds > 86_400) {
      errors.add(new FieldError("/everySeconds", "must be 5 to 86400"));
    }
    ExportFormat wantedFormat = Objects.requireNonNullElse(format, ExportFormat.NDJSON);
    if (wantedFormat == ExportFormat.CSV) {
      errors.add(new FieldError("/format", "must be NDJSON, OCSF, ECS or CEF"));
    }
    checkHeaders(kind, errors);
    checkAuthority(target, errors);
    boolean silence = silenceAcknowledges != null && silenceAcknowledges;
    if (silence && kind != Kind.SYSLOG) {
      errors.add(new FieldError("/silenceAcknowledges", "is for syslog servers"));
    }
    if (!errors.isEmpty() || target == null) {
      throw ProblemException.invalid(errors);
    }
    return new DestinationDocument(
        wantedName, kind, target, wantedFormat, seconds, certificateAuthority, silence);
  }

  private @Nullable URI uri(List<FieldError> errors) {
    try {
      URI target = new URI(url == null || url.length() > LONGEST_URL ? "" : url);
      if ((isWeb(target) || isSyslog(target))
          && !hasSecretParameter(target)
          && target.getHost() != null
          && target.getRawUserInfo() == null
          && target.getRawFragment() == null) {
        return target;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    errors.add(
        new FieldError(
            "/url",
            "must be https://…, syslog+tls://host:port or syslog+tcp://host:port, without a user"
                + " and without a secret in the query: give a header for it"));
    return null;
  }

  /** The URL is kept and shown as it is; credentials belong into headers. */
  private static boolean hasSecretParameter(URI uri) {
    String query = uri.getQuery();
    return query != null
        && Arrays.stream(query.split("[&;]"))
            .map(parameter -> parameter.split("=", 2)[0])
            .anyMatch(name -> SecretNames.COMMON.secret(name) || SecretNames.secretInQuery(name));
  }

  private static boolean isWeb(URI uri) {
    return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
  }

  private static boolean isSyslog(URI uri) {
    return ("syslog+tls".equals(uri.getScheme()) || "syslog+tcp".equals(uri.getScheme()))
        && uri.getPort() > 0
        && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
        && uri.getRawQuery() == null;
  }

  private void checkHeaders(Kind kind, List<FieldError> errors) {
    if (headers == null || headers.isEmpty()) {
      return;
    }
    if (kind == Kind.SYSLOG || headers.size() > MOST_HEADERS) {
      errors.add(new FieldError("/headers", "are for webhooks, " + MOST_HEADERS + " at most"));
      return;
    }
    for (Map.Entry<String, @Nullable String> header : headers.entrySet()) {
      String value = header.getValue();
      if (value == null || value.length() > LONGEST_HEADER || !isHeader(header.getKey(), value)) {
        errors.add(new FieldError("/headers", "must have names and values of HTTP headers"));
        return;
      }
    }
  }

  private static boolean isHeader(String name, String value) {
    try {
      var unused = FetchRequest.get(URI.create("https://header.invalid")).header(name, value);
      return !name.equalsIgnoreCase("Content-Type");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkAuthority(@Nullable URI target, List<FieldError> errors) {
    String pem = certificateAuthority;
    if (pem == null) {
      return;
    }
    boolean tls = target != null && "syslog+tls".equals(target.getScheme());
    if (!tls || pem.length() > LONGEST_CERTIFICATE || !CertificateAuthority.isOne(pem)) {
      errors.add(
          new FieldError("/certificateAuthority", "must be certificates in PEM, for syslog+tls"));
    }
  }
}
