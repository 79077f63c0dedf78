using System.Collections.Concurrent;
using System.CommandLine;
using ManifestLint.Cli.Inputs;
using ManifestLint.Cli.Options;
using ManifestLint.Configuration;
using ManifestLint.Linting;

namespace ManifestLint.Cli.Commands;

/// <summary>What holds for each source of a run: of a file the nearest configuration above it, of standard input that of the current folder.</summary>
/// <param name="options">The options of the command.</param>
/// <param name="parsed">The command line.</param>
/// <param name="configurations">The configurations.</param>
/// <param name="sources">The sources.</param>
/// <param name="rules">What the command line says of rules; null for nothing.</param>
internal sealed class SourceSettings(
    SharedOptions options,
    ParseResult parsed,
    Configurations configurations,
    Sources sources,
    Func<LintConfiguration, LintConfiguration>? rules = null
)
{
    private readonly ConcurrentDictionary<ConfigurationChoice, FileSettings> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The settings of a source, given by its full path.</summary>
    public FileSettings Of(string full) =>
        _known.GetOrAdd(ChoiceFor(full), choice =>
            new(rules?.Invoke(choice.Configuration) ?? choice.Configuration, options.Assumptions(parsed, choice.Configuration))
        );

    /// <summary>Whether a glob of the configuration of a source takes it in.</summary>
    public bool Matches(string full, string glob) => ChoiceFor(full).Matches(sources.PathOf(full), glob);

    private ConfigurationChoice ChoiceFor(string full) =>
        Sources.IsStandardInput(full) ? configurations.Current
        : sources.IsContext(full) ? configurations.Run
        : configurations.Of(sources.PathOf(full));
}
