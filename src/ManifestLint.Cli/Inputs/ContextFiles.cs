using System.Collections.Immutable;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Options;

namespace ManifestLint.Cli.Inputs;

/// <summary>Finds what <c>--context</c> and the key <c>context</c> of a configuration name (contracts.md C1, C9).</summary>
internal static class ContextFiles
{
    /// <summary>The files, and what is wrong with the paths.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="named">Tells what lies in the repository.</param>
    public static (ImmutableArray<ManifestFile> Files, ImmutableArray<PathProblem> Problems) Find(
        ImmutableArray<ContextPath> paths,
        NamedFiles named
    )
    {
        var files = ImmutableArray.CreateBuilder<ManifestFile>();
        var problems = ImmutableArray.CreateBuilder<PathProblem>();
        foreach (var (path, asker) in paths)
        {
            if (asker is not null && !named.Holds(path))
            {
                problems.Add(new PathProblem(path, $"{asker}: {path} {named.OutsideReason}"));
                continue;
            }
            // What reads once, such as a pipe, is for the manifests themselves.
            if (path == "-" || FileKinds.Of(Path.GetFullPath(path.Length == 0 ? "." : path)) is FileKind.Pipe or FileKind.Device)
            {
                problems.Add(new PathProblem(path, $"{asker ?? "--context"}: {path} is neither a file nor a folder"));
                continue;
            }
            var found = ManifestFiles.Find([path]);
            files.AddRange(found.Files.Where(f => asker is null || named.Holds(f.FullPath)));
            problems.AddRange(found.Problems.Select(p => p with { Message = $"{asker ?? "--context"}: {p.Message}" }));
        }
        return (files.ToImmutable(), problems.ToImmutable());
    }
}
