using System.Buffers;
using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>A kustomization at work, and who asked for it.</summary>
/// <param name="Folder">The full path of its folder.</param>
/// <param name="File">The full path of its file.</param>
/// <param name="Text">Its text.</param>
/// <param name="Given">What it says.</param>
/// <param name="Parent">The one that names it; null for the outermost.</param>
internal sealed record Frame(string Folder, string File, SourceText Text, Directives Given, Frame? Parent)
{
    /// <summary>True for a component.</summary>
    public bool IsComponent => Given.Text("kind") == "Component";

    /// <summary>The full path of something it names.</summary>
    public string PathOf(string relative) => PathText.Combine(Folder, relative);

    /// <summary>True if a path is in its folder or below: kustomize reads no other file for it.</summary>
    public bool Holds(string path) => path.StartsWith(Folder + "/", StringComparison.Ordinal);

    /// <summary>True if a folder is its own, one above it, or that of one that asked for it: taking it in would never end.</summary>
    public bool IsInside(string folder)
    {
        for (var frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.Folder == folder || frame.Folder.StartsWith(folder + "/", StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}

/// <summary>Tells addresses from paths. Source: kustomize v5.7 api/internal/git/repospec.go.</summary>
internal static class RemoteAddress
{
    private static readonly string[] s_schemes = ["http://", "https://", "ssh://", "file://", "git://", "s3://", "oci://"];

    private static readonly SearchValues<char> s_user = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
    );

    /// <summary>True if something names a place in a network or a repository to be cloned.</summary>
    public static bool Is(string name)
    {
        if (name.StartsWith("git::", StringComparison.OrdinalIgnoreCase))
            name = name[5..];
        if (s_schemes.Any(s => name.StartsWith(s, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (
            name.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("github.com:", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && char.IsAsciiLetter(name[0]) && name.AsSpan(0, at).IndexOfAnyExcept(s_user) < 0 && name.IndexOf(':', at) > 0;
    }
}
