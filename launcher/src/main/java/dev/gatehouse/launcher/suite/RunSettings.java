package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.data.DataFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a start was asked for.
 *
 * @param folder that holds everything
 * @param home folder with the modules that were built
 * @param port of the origin; empty for the one of the last start, or 8080
 * @param demo whether to bring the demo upstream and its gateway
 * @param training whether services record their {@link AotCache}, which takes them long
 */
public record RunSettings(
    DataFolder folder, Path home, Optional<Integer> port, boolean demo, boolean training) {}
