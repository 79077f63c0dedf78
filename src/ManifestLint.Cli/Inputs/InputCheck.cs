using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Inputs;

/// <summary>Says what was wrong with the input, on standard error, and what that means for the exit code.</summary>
internal static class InputCheck
{
    // Of one sort; a folder may hold thousands.
    private const int MostLines = 10;

    /// <summary>True, after a message each, if a named path cannot be read.</summary>
    public static bool Report(ImmutableArray<PathProblem> problems)
    {
        foreach (var problem in problems)
        {
            string hint =
                problem.Suggestion is not null ? $" (did you mean {problem.Suggestion}?)"
                : RuleCatalog.All.FindByIdOrName(problem.Path) is not null ? " (rules are separated by commas: --select ML1001,ML2001)"
                : "";
            Terminal.Error($"{problem.Message}{hint}");
        }
        return !problems.IsEmpty;
    }

    /// <summary>Tells of crashes in our own code.</summary>
    public static void Report(ImmutableArray<RuleCrash> crashes)
    {
        foreach (var crash in crashes.Take(MostLines))
        {
            Terminal.Error(
                $"{crash.File}: {crash.RuleId} crashed, which is a bug in manifestlint: {crash.Exception.GetType().Name}: {crash.Exception.Message}"
            );
        }
        if (crashes.Length > MostLines)
            Terminal.Error($"{crashes.Length - MostLines} more crashes");
    }

    /// <summary>
    /// 2 if a named file cannot be read, a named folder holds no manifest, or (strict) something could not be judged; else 0. Named files that
    /// hold no manifest are mentioned, unless nobody wants to hear of them.
    /// </summary>
    public static int Of(Sources sources, LintResult result, bool strict, bool verbose, bool quiet)
    {
        var skipped = result.Skipped.ToLookup(s => s.File, StringComparer.Ordinal);
        int exit = ExitCode.Clean;
        foreach (var file in sources.Set.Files.Where(f => f.IsExplicit))
        {
            foreach (var skip in skipped[file.DisplayPath].Where(s => s.Line is null))
            {
                if (!quiet || skip.Kind == SkipKind.Unreadable)
                    Terminal.Error($"{file.DisplayPath}: {skip.Reason}");
                if (skip.Kind == SkipKind.Unreadable)
                    exit = ExitCode.Usage;
            }
        }
        foreach (var folder in sources.Set.Folders)
        {
            var files = sources.Set.Files.Where(folder.Contains).ToList();
            if (files.Exists(f => !skipped[f.DisplayPath].Any(s => s.Line is null)))
                continue;
            Terminal.Error(
                $"no Kubernetes manifest in {folder.DisplayPath}: {Looked(folder, files.SelectMany(f => skipped[f.DisplayPath]).ToList(), sources.Excluded.Count(folder.Contains))}"
            );
            exit = ExitCode.Usage;
        }
        if (sources.Using.IsCut)
        {
            if (!quiet)
                Terminal.Error(
                    $"not all kustomizations that may use what was named were looked for: of the repository {UsingKustomizations.MostEntries} files and folders were looked at"
                );
            if (strict)
                exit = ExitCode.Usage;
        }
        if (strict && ReportUnjudged(sources, result))
            exit = ExitCode.Usage;
        if (verbose)
        {
            foreach (var skip in result.Skipped)
                Terminal.Error($"skipped {skip.File}{(skip.Line is { } line ? $":{line}" : "")}: {skip.Reason}");
            foreach (var dropped in result.Superseded)
                Terminal.Error(Described(dropped));
        }
        return exit;
    }

    private static string Described(SupersededFinding dropped)
    {
        var (place, by) = (dropped.Place, dropped.ByPlace);
        string where = by.File == place.File ? $"line {by.Line}" : $"{by.File}:{by.Line}";
        return $"not told {place.File}:{place.Line}:{place.Column}: {dropped.RuleId} {dropped.RuleName}: {dropped.What} (told by {dropped.ByRuleId}, {where})";
    }

    // Those that were named have been told of already.
    private static bool ReportUnjudged(Sources sources, LintResult result)
    {
        var unjudged = result.Skipped.Where(s => s.Kind is not (SkipKind.NotManifest or SkipKind.NotRead)).ToList();
        if (unjudged.Count == 0)
            return false;
        var named = sources.Set.Files.Where(f => f.IsExplicit).Select(f => f.DisplayPath).ToHashSet(StringComparer.Ordinal);
        var found = unjudged.FindAll(s => s.Line is not null || !named.Contains(s.File));
        foreach (var skip in found.Take(MostLines))
            Terminal.Error($"{skip.File}{(skip.Line is { } line ? $":{line}" : "")}: {skip.Reason} (--strict)");
        if (found.Count > MostLines)
            Terminal.Error($"{found.Count - MostLines} more could not be judged (--strict)");
        return true;
    }

    private const string Rendered = " (a chart: helm template NAME CHART | manifestlint scan -)";

    private static string Looked(SearchedFolder folder, List<SkippedFile> skipped, int excluded)
    {
        var parts = new List<string>();
        Add(skipped.Count(s => s.Kind == SkipKind.NotManifest), "holds no Kubernetes object", "hold no Kubernetes object");
        Add(
            skipped.Count(s => s.Kind == SkipKind.Template),
            $"is a template to be rendered first{Rendered}",
            $"are templates to be rendered first{Rendered}"
        );
        Add(folder.Skipped + skipped.Count(s => s.Kind == SkipKind.Unreadable), "cannot be read", "cannot be read");
        Add(excluded, "is left out by the configuration or --exclude", "are left out by the configuration or --exclude");
        Add(folder.OtherFiles, "is not a .yaml, .yml or .json", "are not .yaml, .yml or .json");
        Add(folder.IgnoredFiles + folder.IgnoredFolders, "is ignored by git", "are ignored by git");
        Add(folder.HiddenFolders, "hidden folder is left out", "hidden folders are left out");
        Add(folder.FilledByTools, "node_modules or the like is left out", "node_modules or the like are left out");
        Add(folder.TestData, "folder of test data is left out", "folders of test data are left out");
        Add(folder.LinkedFolders, "link to a folder is not followed", "links to folders are not followed");
        return parts.Count == 0 ? "it is empty" : "of what is there, " + string.Join(", ", parts);

        void Add(int count, string one, string many)
        {
            if (count > 0)
                parts.Add($"{count} {(count == 1 ? one : many)}");
        }
    }
}
