using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>What became of opening a file that a kustomization names.</summary>
/// <param name="Text">Its text; null where it has none.</param>
/// <param name="Bytes">Its bytes; null where they could not be had.</param>
/// <param name="Problem">Why there are none, a clause without a full stop: <c>it is a folder</c>.</param>
public readonly record struct CompositionFile(SourceText? Text, ImmutableArray<byte>? Bytes, string? Problem)
{
    /// <summary>One that is not there.</summary>
    public static CompositionFile Missing => new(null, null, "it does not exist") { IsMissing = true };

    /// <summary>True if there is no such file.</summary>
    public bool IsMissing { get; private init; }
}

/// <summary>A document of a file of objects, as kustomize sees it.</summary>
/// <param name="Document">The document as it was read.</param>
/// <param name="Root">Its root; what is text to kustomize is one here, too.</param>
internal sealed record PreparedDocument(YamlDocument Document, YamlNode Root);

/// <summary>
/// The files of kustomizations: each is opened and read once, however many kustomizations name it. Paths are full, with forward slashes.
/// </summary>
/// <param name="open">Opens a file, under the path that reports are to show. It decides what may be opened at all.</param>
/// <param name="isFolder">True if a path is a folder.</param>
/// <param name="realPath">Where a path leads once links are followed, named as the others; null where there are no links.</param>
public sealed class CompositionFiles(Func<string, CompositionFile> open, Func<string, bool> isFolder, Func<string, string>? realPath = null)
{
    // Characters of text that are held for the next kustomization, with trees that are many times larger: bases mostly stand beside what
    // uses them. What is read again is only slower.
    private const long MostHeld = 8_000_000;

    private readonly Dictionary<string, CompositionFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlFile> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ImmutableArray<PreparedDocument> Documents, CompositionRefusal? Refusal)> _prepared = new(
        StringComparer.Ordinal
    );

    // As long as a node lives its text does, and with it what else was read of that.
    private readonly ConditionalWeakTable<SourceText, YamlFile> _documents = [];
    private long _held;

    /// <summary>The names that a kustomization's file may have.</summary>
    public static ImmutableArray<string> KustomizationNames { get; } = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>Where a path leads once links are followed: kustomize goes by that, whatever a kustomization calls it.</summary>
    public string RealPath(string path) => realPath is null ? path : realPath(path);

    /// <summary>True if a path is a folder.</summary>
    public bool IsFolder(string path) => isFolder(path);

    /// <summary>Opens a file.</summary>
    public CompositionFile Open(string path)
    {
        if (_files.TryGetValue(path, out var known))
            return known;
        var file = open(path);
        _held += file.Text?.Text.Length ?? 0;
        if (_held > MostHeld)
        {
            Forget();
            _held = file.Text?.Text.Length ?? 0;
        }
        return _files[path] = file;
    }

    /// <summary>A file that was read as YAML; null where it was not, or is forgotten by now.</summary>
    public YamlFile? Known(string path) => _read.GetValueOrDefault(path);

    /// <summary>Forgets everything.</summary>
    public void Release()
    {
        Forget();
        _documents.Clear();
    }

    private void Forget()
    {
        _files.Clear();
        _read.Clear();
        _prepared.Clear();
        _held = 0;
    }

    /// <summary>The documents of a text that an object which is still there was made of; none of any other text. May be asked by several threads.</summary>
    public ImmutableArray<YamlDocument> DocumentsOf(SourceText text) => _documents.TryGetValue(text, out var file) ? file.Documents : [];

    /// <summary>The documents of a file as YAML; false with the problem where there is none.</summary>
    public bool TryRead(string path, [NotNullWhen(true)] out YamlFile? file, [NotNullWhen(false)] out string? problem)
    {
        (file, problem) = (null, null);
        if (_read.TryGetValue(path, out file))
            return true;
        var opened = Open(path);
        if (opened.Text is not { } text)
        {
            problem = opened.Problem ?? "it is not text";
            return false;
        }
        var spans = YamlDocuments.Cut(text);
        file = new YamlFile(text, [.. spans.Select((span, i) => UnknownValues.ReadDocument(text, span, i))]);
        _read[path] = file;
        _documents.AddOrUpdate(text, file);
        return true;
    }

    /// <summary>The documents of a file as objects or patches; false where it cannot be opened.</summary>
    /// <exception cref="RefusalException">What is in it is nothing that kustomize takes.</exception>
    internal bool TryPrepare(string path, out ImmutableArray<PreparedDocument> documents, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (!_prepared.TryGetValue(path, out var prepared))
        {
            documents = [];
            if (!TryRead(path, out var file, out problem))
                return false;
            try
            {
                prepared = (Preparation.Of(file), null);
            }
            catch (RefusalException refusal)
            {
                prepared = ([], new CompositionRefusal(refusal.Location!.Value, refusal.Reason));
            }
            _prepared[path] = prepared;
        }
        documents = prepared.Documents;
        return prepared.Refusal is { } refused ? throw new RefusalException(refused.Location, refused.Reason) : true;
    }
}
