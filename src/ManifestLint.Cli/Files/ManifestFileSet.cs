using System.Collections.Immutable;

namespace ManifestLint.Cli.Files;

/// <summary>A file to read.</summary>
/// <param name="DisplayPath">The path as given or found, with forward slashes and without <c>./</c>; <see cref="ManifestFiles.StandardInputName"/>
/// for standard input.</param>
/// <param name="FullPath">The absolute path to open; <c>-</c> for standard input.</param>
/// <param name="IsExplicit">True if the command line names the file itself or a pattern that matches it; false if it was found in a folder.</param>
public readonly record struct ManifestFile(string DisplayPath, string FullPath, bool IsExplicit)
{
    /// <summary>True for what was seen to be a file and no link.</summary>
    public bool IsNoLink { get; init; }

    /// <summary>True for <c>-</c>: read standard input instead of a path.</summary>
    public bool IsStandardInput => FullPath == "-";
}

/// <summary>Why an entry of a folder is not read.</summary>
public enum SkipReason
{
    /// <summary>A named pipe, socket or device: opening it could wait forever or never end.</summary>
    NotRegularFile,

    /// <summary>A link that leads nowhere, or a name that is not UTF-8.</summary>
    BrokenLink,

    /// <summary>A link that leads to a place where nothing may be read.</summary>
    Outside,

    /// <summary>A file or folder that may not be read.</summary>
    NoPermission,

    /// <summary>The system reported another error.</summary>
    Unreadable,
}

/// <summary>An entry with a manifest's extension, or a folder, that was found and cannot be read.</summary>
/// <param name="DisplayPath">The path as found, with forward slashes.</param>
/// <param name="Reason">The kind of obstacle.</param>
/// <param name="Message">The obstacle as half a sentence, without a path: <c>a named pipe is not read</c>.</param>
public sealed record SkippedPath(string DisplayPath, SkipReason Reason, string Message);

/// <summary>What was seen in a folder named on the command line. All numbers count the folder and everything below it that was entered.</summary>
public sealed record SearchedFolder
{
    /// <summary>The folder as given, with forward slashes; <c>.</c> for the current folder.</summary>
    public required string DisplayPath { get; init; }

    /// <summary>The absolute path, without a slash at its end.</summary>
    public required string FullPath { get; init; }

    /// <summary>Files handed on: extension <c>.yaml</c>, <c>.yml</c> or <c>.json</c>, and readable as far as could be told.</summary>
    public int Files { get; init; }

    /// <summary>Files with another extension.</summary>
    public int OtherFiles { get; init; }

    /// <summary>Files with a manifest's extension that git ignores; those in ignored folders are not counted.</summary>
    public int IgnoredFiles { get; init; }

    /// <summary>Folders that git ignores.</summary>
    public int IgnoredFolders { get; init; }

    /// <summary>Folders whose name starts with a dot.</summary>
    public int HiddenFolders { get; init; }

    /// <summary>Folders that a tool fills: <c>node_modules</c>, <c>_site</c> of Jekyll, <c>Godeps</c>.</summary>
    public int FilledByTools { get; init; }

    /// <summary>Folders of what tests read (<see cref="TestFolders"/>).</summary>
    public int TestData { get; init; }

    /// <summary>Links to folders, which are not followed.</summary>
    public int LinkedFolders { get; init; }

    /// <summary>Entries in <see cref="ManifestFileSet.Skipped"/> that are of this folder.</summary>
    public int Skipped { get; init; }

    /// <summary>Whether a file lies in this folder or below it.</summary>
    public bool Contains(ManifestFile file) =>
        file.FullPath.StartsWith(FullPath, StringComparison.Ordinal)
        && (
            Path.EndsInDirectorySeparator(FullPath)
            || (file.FullPath.Length > FullPath.Length && file.FullPath[FullPath.Length] == Path.DirectorySeparatorChar)
        );
}

/// <summary>A path of the command line that cannot be used: exit code 2.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop, the path included.</param>
/// <param name="Suggestion">An existing path with almost this name, or <c>null</c>.</param>
public sealed record PathProblem(string Path, string Message, string? Suggestion = null);

/// <summary>What the paths of a command line lead to. The same whatever their order.</summary>
public sealed record ManifestFileSet
{
    /// <summary>Each file once, in the ordinal order of the display paths.</summary>
    public required ImmutableArray<ManifestFile> Files { get; init; }

    /// <summary>What was found and cannot be read, in the ordinal order of the display paths.</summary>
    public required ImmutableArray<SkippedPath> Skipped { get; init; }

    /// <summary>The full paths of folders that were listed and hold neither a configuration nor a repository: nobody need look again.</summary>
    public IReadOnlySet<string> Bare { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The named folders, in the ordinal order of the display paths.</summary>
    public required ImmutableArray<SearchedFolder> Folders { get; init; }

    /// <summary>The paths that cannot be used, in ordinal order.</summary>
    public required ImmutableArray<PathProblem> Problems { get; init; }
}
