using System.Collections.Immutable;
using System.CommandLine;
using ManifestLint.Configuration;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Options;

/// <summary>Which findings are wanted: the rules that run, and what of theirs is left out of every report and of the exit code.</summary>
/// <param name="Rules">The rules that run.</param>
/// <param name="MinSeverity">What is below is left out; Off for nothing.</param>
/// <param name="OnlyCertain">True to leave out what rests on something assumed.</param>
internal sealed record FindingFilter(RuleSelection Rules, Severity MinSeverity, bool OnlyCertain)
{
    /// <summary>The findings that are wanted. A baseline is compared and written before that: it holds the others all the same.</summary>
    public LintResult Apply(LintResult result)
    {
        if (OnlyCertain)
        {
            result = result.Without(f => f.Statement.Certainty != Certainty.Certain, "resting on something assumed (--only-certain)");
            result = result with { Findings = Bare(result.Findings), Suppressed = Bare(result.Suppressed) };
        }
        if (MinSeverity != Severity.Off)
            result = result.Without(f => f.Severity < MinSeverity, $"below {MinSeverity.ToString().ToLowerInvariant()} (--min-severity)");
        return result;

        static ImmutableArray<ReportedFinding> Bare(ImmutableArray<ReportedFinding> findings) =>
            [.. findings.Select(f => f with { Statement = f.Statement.WithoutAssumedAsides() })];
    }
}

/// <summary>The options that a <see cref="FindingFilter"/> is made of.</summary>
internal sealed class FilterOptions
{
    private readonly Option<ImmutableHashSet<string>?> _select = RuleSelection.Option(
            "--select",
            "Run these rules alone, even those that are off: ids, names or prefixes of ids (ML3), comma separated"
        ),
        _ignore = RuleSelection.Option("--ignore", "Do not run these rules");

    private static readonly string[] s_severities = ["error", "warning", "note"];

    private readonly Option<Severity?> _minSeverity = new("--min-severity")
    {
        Description = "Leave out findings below error, warning or note",
        HelpName = "SEVERITY",
        CompletionSources = { "error", "warning", "note" },
        CustomParser = result =>
            SharedOptions.Only(result) switch
            {
                "error" => Severity.Error,
                "warning" => Severity.Warning,
                "note" => Severity.Note,
                var other => SharedOptions.NoneOf<Severity?>(result, s_severities, SeverityWords.Meant(other, s_severities)),
            },
    };

    private readonly Option<bool> _onlyCertain = new("--only-certain")
    {
        Description = "Leave out findings that rest on something assumed",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _select, _ignore, _minSeverity, _onlyCertain })
            command.Options.Add(option);
    }

    /// <summary>What they ask for.</summary>
    public FindingFilter Read(ParseResult parsed) =>
        new(
            new RuleSelection(parsed.GetValue(_select), parsed.GetValue(_ignore) ?? []),
            parsed.GetValue(_minSeverity) ?? Severity.Off,
            parsed.GetValue(_onlyCertain)
        );
}
