// What an MCP client keeps while it signs in: both generations of the official client ask the same
// questions of it. Nothing is kept beyond the process.
import { randomUUID } from "node:crypto";

export class SignIn {
  #kept = {};
  authorizationUrl;

  /** Where a document describes the client, if one does (Client ID Metadata Documents). */
  clientMetadataUrl;

  /**
   * @param client what is known of the client before; without it the client names its document, or
   *   registers
   * @param document URL of its document
   */
  constructor(client, document) {
    this.#kept.client = client;
    this.clientMetadataUrl = document;
  }

  get redirectUrl() {
    return "http://127.0.0.1:33418/callback";
  }

  get clientMetadata() {
    return {
      client_name: "Journey client",
      redirect_uris: [this.redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    };
  }

  state() {
    this.#kept.state = randomUUID();
    return this.#kept.state;
  }

  clientInformation() {
    return this.#kept.client;
  }

  saveClientInformation(client) {
    this.#kept.client = client;
  }

  tokens() {
    return this.#kept.tokens;
  }

  saveTokens(tokens) {
    this.#kept.tokens = tokens;
  }

  codeVerifier() {
    return this.#kept.verifier;
  }

  saveCodeVerifier(verifier) {
    this.#kept.verifier = verifier;
  }

  discoveryState() {
    return this.#kept.discovery;
  }

  saveDiscoveryState(discovery) {
    this.#kept.discovery = discovery;
  }

  redirectToAuthorization(url) {
    this.authorizationUrl = url;
  }

  /** The answer in the redirect, after the check of `state` that is the client's own business. */
  accept(redirectedTo) {
    if (redirectedTo.searchParams.get("state") !== this.#kept.state) {
      throw new Error(`state of ${redirectedTo} is not the one that was sent`);
    }
    return redirectedTo.searchParams;
  }
}
