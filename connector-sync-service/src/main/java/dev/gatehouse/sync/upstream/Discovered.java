package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.ServerSummary;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import java.util.Map;

/**
 * What an upstream gave.
 *
 * @param lists of every kind; a kind that the server does not offer is an empty, whole list
 */
public record Discovered(
    UpstreamResult<ServerSummary> server, Map<ListedKind, UpstreamResult<DefinitionList>> lists) {
  public Discovered {
    lists = Map.copyOf(lists);
  }

  public UpstreamResult<DefinitionList> list(ListedKind kind) {
    return lists.getOrDefault(
        kind,
        new UpstreamResult.Failed<>(new dev.gatehouse.mcp.upstream.UpstreamFailure.NotMcp("")));
  }
}
