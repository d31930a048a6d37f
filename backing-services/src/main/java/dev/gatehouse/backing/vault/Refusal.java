package dev.gatehouse.backing.vault;

import java.util.List;

/** An error answer: a status and Vault's {@code errors} array. */
final class Refusal extends RuntimeException {

  private final int status;
  private final List<String> errors;

  private Refusal(int status, List<String> errors) {
    super(String.join("; ", errors), null, false, false);
    this.status = status;
    this.errors = errors;
  }

  static Refusal badRequest(String error) {
    return new Refusal(400, List.of(error));
  }

  static Refusal notFound() {
    return new Refusal(404, List.of());
  }

  static Refusal permissionDenied() {
    return new Refusal(403, List.of("1 error occurred:\n\t* permission denied\n\n"));
  }

  static Refusal forbidden(String error) {
    return new Refusal(403, List.of(error));
  }

  static Refusal invalidToken() {
    return new Refusal(
        403, List.of("2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"));
  }

  static Refusal unsupportedOperation() {
    return new Refusal(405, List.of("1 error occurred:\n\t* unsupported operation\n\n"));
  }

  static Refusal unsupportedPath() {
    return new Refusal(404, List.of("1 error occurred:\n\t* unsupported path\n\n"));
  }

  static Refusal unsupportedMediaType(String error) {
    return new Refusal(415, List.of(error));
  }

  static Refusal tooLarge() {
    return new Refusal(413, List.of("http: request body too large"));
  }

  static Refusal sealed() {
    return new Refusal(503, List.of("Vault is sealed"));
  }

  static Refusal noRoute(String path) {
    return new Refusal(
        404, List.of("no handler for route \"%s\". route entry not found.".formatted(path)));
  }

  int status() {
    return status;
  }

  List<String> errors() {
    return errors;
  }
}
