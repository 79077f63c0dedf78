using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Composition.Merging;
using ManifestLint.Detaching;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>A kustomization that no other one takes in: what it composes is deployed as it is.</summary>
/// <param name="Composed">What it composes.</param>
/// <param name="Name">Its folder as reports show it.</param>
/// <param name="File">The full path of its file.</param>
/// <param name="Display">The path of its file as reports show it.</param>
/// <param name="IsAsked">True if all that is found in it is told; false if it was looked up because it uses what was named.</param>
internal sealed record Overlay(ComposedKustomization Composed, string Name, string File, string Display, bool IsAsked)
{
    // Schemas of custom resources are most of the text of many kustomizations, and there is nothing to say about one.
    private ImmutableArray<ComposedObject> _objects = [.. Composed.Objects.Where(o => !IsSchema(o.Root))];

    /// <summary>How many objects it composes that are not held.</summary>
    public int Unheld { get; } = Composed.Objects.Count(o => IsSchema(o.Root));

    /// <summary>What it composes; nothing once they are taken.</summary>
    public ImmutableArray<ComposedObject> Objects => _objects;

    /// <summary>What it composes, for the last one who asks: trees live no longer than somebody works on them.</summary>
    public ImmutableArray<ComposedObject> TakeObjects()
    {
        var taken = _objects;
        _objects = [];
        return taken;
    }

    // One with annotations may hold a suppression, which has to be judged.
    private static bool IsSchema(YamlMapping root) =>
        root.TextAt("kind") == "CustomResourceDefinition"
        && root.MappingAt("metadata", "annotations")?.Find(Suppression.AnnotationKey) is null;
}

/// <summary>What a file is to the kustomizations of the scan.</summary>
internal enum FileRole
{
    /// <summary>None uses it: its objects are judged as they are written.</summary>
    Alone,

    /// <summary>What is in it is judged where it is composed.</summary>
    Composed,

    /// <summary>Its text goes into a ConfigMap.</summary>
    Data,

    /// <summary>Its text goes into a Secret, and nobody named it: it is no manifest, and not for reading.</summary>
    Secret,

    /// <summary>It says what a kustomization does.</summary>
    Directive,

    /// <summary>It is meant to be composed, and nothing composes it.</summary>
    Partial,
}

/// <summary>The kustomizations of a scan: which are deployed, and which files they use.</summary>
internal sealed class Overlays
{
    // The lists of a kustomization that take others in.
    private static readonly string[] s_takers = ["resources", "bases", "components"];

    private readonly Dictionary<string, FileRole> _roles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fullPaths = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, int Line, RefusalReason? Refusal, GapReason? Gap), List<string>> _skipped = [];
    private readonly Dictionary<string, Dictionary<string, Location>> _entries = new(StringComparer.Ordinal);

    // Folders whose files are marked as partial: once is enough.
    private readonly HashSet<string> _partial = new(StringComparer.Ordinal);
    private readonly List<(Overlay Overlay, CompositionRefusal Refusal)> _refusedBeside = [];
    private readonly HashSet<string> _ofAsked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofSecrets = new(StringComparer.Ordinal);

    // Folders whose kustomization was searched for what it puts into Secrets, and whether there is one for its patches.
    private readonly HashSet<(string Folder, bool IsAnyThere)> _searched = [];

    // The real full paths of what was asked for.
    private readonly HashSet<string> _scanned;
    private readonly HashSet<string> _forFacts = new(StringComparer.Ordinal);
    private readonly LintRequest _request;

    private const int MostNames = 32;
    private readonly Dictionary<string, bool> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LintSource> _sources;
    private readonly CompositionFiles _files;

    private Overlays(LintRequest request, ImmutableArray<LintSource> sources)
    {
        _request = request;
        _files = new CompositionFiles(Open, IsFolder, request.RealPath);
        Secrets = new SecretLines(display => _ofSecrets.Count > 0 && FullPathOf(display) is { } full && _ofSecrets.Contains(full));
        _scanned = new(sources.Length, StringComparer.Ordinal);
        _sources = new(sources.Length, StringComparer.Ordinal);
        foreach (var source in sources)
        {
            string real = _files.RealPath(source.FullPath);
            _scanned.Add(real);
            _sources.TryAdd(real, source);
        }
        foreach (var source in request.Neighbours)
            _sources.TryAdd(_files.RealPath(source.FullPath), source);
    }

    /// <summary>Those that are deployed, in the order of their paths.</summary>
    public ImmutableArray<Overlay> All { get; private set; } = [];

    /// <summary>What lines may show: of those that a Secret holds nothing but amounts.</summary>
    public SecretLines Secrets { get; }

    /// <summary>Those that are read for facts only: nothing is told of them.</summary>
    public ImmutableArray<Overlay> ForFacts { get; private set; } = [];

    /// <summary>True for the full path of a file whose objects count as one of <see cref="ForFacts"/> composes them.</summary>
    public bool IsComposedForFacts(string fullPath) => _forFacts.Count > 0 && _forFacts.Contains(_files.RealPath(fullPath));

    /// <summary>What could not be composed, and why.</summary>
    public IEnumerable<SkippedFile> Skipped =>
        _skipped.Select(s => new SkippedFile(
            s.Key.File,
            s.Key.Refusal is null ? SkipCause.NotComposedWhole : SkipCause.NotComposed,
            s.Key.Line
        )
        {
            Refusal = s.Key.Refusal,
            Gap = s.Key.Gap,
            Overlays = [.. s.Value],
        });

    /// <summary>True for a file, by the path that reports show, that a kustomization which is asked for takes in, where another one uses that in turn.</summary>
    public bool IsTakenInByAsked(string display) => _ofAsked.Count > 0 && FullPathOf(display) is { } full && _ofAsked.Contains(full);

    /// <summary>What a file is to them.</summary>
    public FileRole RoleOf(string fullPath)
    {
        // What nobody is known to compose may be composed where the search did not come to.
        var unknown = _request.IsSearchCut && Path.IsPathFullyQualified(fullPath) ? FileRole.Partial : FileRole.Alone;
        if (_roles.Count == 0 && _ofSecrets.Count == 0)
            return unknown;
        string real = _files.RealPath(fullPath);
        bool isKnown = _roles.TryGetValue(real, out var role);
        if (isKnown && role != FileRole.Data || !_ofSecrets.Contains(real))
            return isKnown ? role : unknown;
        return _sources.TryGetValue(real, out var source) && source.IsExplicit ? FileRole.Data : FileRole.Secret;
    }

    /// <summary>True for a file that goes into a Secret as it is.</summary>
    public bool IsOfSecret(string fullPath) => _ofSecrets.Count > 0 && _ofSecrets.Contains(_files.RealPath(fullPath));

    /// <summary>Whether a kustomization that is not composed takes a file in as a resource.</summary>
    public bool IsResource(string fullPath) => _resources.Count > 0 && _resources.Contains(_files.RealPath(fullPath));

    /// <summary>The full path of a file that a kustomization uses, by the path that reports show; null if none uses it.</summary>
    public string? FullPathOf(string display) => _fullPaths.GetValueOrDefault(display);

    /// <summary>Who may own an object; of what was read for them to begin with.</summary>
    public OwnerNames Owners { get; } = new();

    /// <summary>The documents of a file as they were read for a kustomization, by their index; none where that is forgotten by now.</summary>
    /// <param name="fullPath">Its full path.</param>
    public ImmutableDictionary<int, YamlDocument> ReadDocuments(string fullPath) =>
        _files.Known(_files.RealPath(fullPath))?.Documents.ToImmutableDictionary(d => d.Index)
        ?? ImmutableDictionary<int, YamlDocument>.Empty;

    /// <summary>The documents of a text that an object of a kustomization was made of.</summary>
    public IEnumerable<YamlDocument> DocumentsOf(SourceText text) => _files.DocumentsOf(text);

    /// <summary>True if a patch or a kustomization holds a name. May be asked by several threads, until the texts are forgotten.</summary>
    public bool IsChangedByName(string name)
    {
        lock (_named)
        {
            if (_named.TryGetValue(name, out bool known))
                return known;
            // Each name is a look through all of them.
            return _named.Count >= MostNames
                || (
                    _named[name] = All.Concat(ForFacts)
                        .SelectMany(o => o.Composed.Files)
                        .Where(f => f.Value is UseOfFile.Patch or UseOfFile.Directive)
                        .Select(f => f.Key)
                        .Distinct(StringComparer.Ordinal)
                        .Any(f => _files.Open(f).Text is not { } text || text.Text.Contains(name, StringComparison.Ordinal))
                );
        }
    }

    /// <summary>Forgets the texts of kustomizations, once nothing more is asked of what they compose.</summary>
    public void Release() => _files.Release();

    /// <summary>The full paths of files that what is asked for is composed of and that are none of the sources.</summary>
    public IEnumerable<string> FilesBeside() =>
        All.Where(o => o.IsAsked).SelectMany(o => o.Composed.Files.Keys).Where(f => !_scanned.Contains(f)).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// The documents of each text that is composed and is none of the sources, or one that is not read as YAML: comments in it count all the same.
    /// </summary>
    public IEnumerable<ImmutableArray<YamlDocument>> TextsBeside()
    {
        foreach (string path in All.SelectMany(o => o.Composed.Files.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            bool isRead = _scanned.Contains(path) && IsReadAsYaml(RoleOf(path), path);
            if (!isRead && _files.TryRead(path, out var file, out _))
                yield return [.. file.Documents.SelectMany(d => InlinePatches.In(d).Prepend(d))];
        }
    }

    /// <summary>False for data whose name does not say that it is YAML or JSON: its lines are judged where they are mounted.</summary>
    public static bool IsReadAsYaml(FileRole role, string path) =>
        role != FileRole.Data
        || path.EndsWith(".yaml", StringComparison.Ordinal)
        || path.EndsWith(".yml", StringComparison.Ordinal)
        || path.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>True if a file is one that kustomize reads.</summary>
    public static bool IsKustomization(LintSource source) => CompositionFiles.KustomizationNames.Contains(PathText.NameOf(source.FullPath));

    /// <summary>Composes the kustomizations among the sources, and those that use one.</summary>
    public static Overlays Of(LintRequest request, ImmutableArray<LintSource> sources)
    {
        var asked = new List<string>();
        foreach (var source in sources)
        {
            if (IsKustomization(source))
                asked.Add(PathText.FolderOf(source.FullPath));
        }
        asked.AddRange(request.Kustomizations);
        if (asked.Count == 0 && request.UsingKustomizations.IsEmpty && request.ContextKustomizations.IsEmpty)
            return new Overlays(request, []);
        var overlays = new Overlays(request, sources);
        overlays.ComposeForFacts();
        var real = asked.Select(request.RealPath).ToHashSet(StringComparer.Ordinal);
        overlays.Compose(
            [
                .. real.Concat(request.UsingKustomizations.Select(request.RealPath))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            real
        );
        return overlays;
    }

    private void Compose(List<string> folders, HashSet<string> asked)
    {
        var named = _request.Kustomizations.Select(_request.RealPath).ToHashSet(StringComparer.Ordinal);
        // One that cannot be read as one is no less asked for: what kustomize says of it is told.
        var given = folders
            .Select(folder => (Folder: folder, Root: RootOf(folder)))
            .Where(k => k.Root is not null || named.Contains(k.Folder) || IsUnreadable(k.Folder))
            .ToDictionary(k => k.Folder, k => k.Root ?? Directives.None, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, root) in given)
            used.UnionWith(Folders(folder, root).Where(f => f != folder));
        var composer = new Composer(_files);
        var all = ImmutableArray.CreateBuilder<Overlay>();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        // What is asked for by its folder is composed whoever uses it; what is only reached from itself is, too, to be told of.
        foreach (string folder in folders)
        {
            if (!given.TryGetValue(folder, out var root))
                continue;
            if (named.Contains(folder) || (!used.Contains(folder) && !IsComponent(root)))
                Add(folder);
        }
        foreach (string folder in folders.Where(asked.Contains))
        {
            if (given.TryGetValue(folder, out var root) && !reached.Contains(folder) && !IsComponent(root))
                Add(folder);
        }
        foreach (var (folder, _) in given.Where(k => !reached.Contains(k.Key)))
            MarkPartial(folder);
        // Of what was not composed nobody knows the objects.
        foreach (var (folder, root) in given.Where(k => !_searched.Contains((k.Key, false))))
            NoteSecrets(folder, root, isAnyThere: true);
        // One that is named is judged whole, also where what uses it is not in the scan: as it is used.
        var gathered = new HashSet<string>(StringComparer.Ordinal);
        foreach (string folder in asked.Where(used.Contains))
            _ofAsked.UnionWith(FilesOf(folder, gathered).Select(f => f.Path));
        All = [.. all.OrderBy(o => o.File, StringComparer.Ordinal)];
        foreach (var (overlay, refusal) in _refusedBeside)
            NoteRefusedBeside(overlay, refusal);

        void Add(string folder)
        {
            var composed = composer.Compose(folder);
            Reach(folder);
            var overlay = OverlayOf(composed, asked.Contains(folder));
            Note(overlay);
            all.Add(overlay with { Composed = composed with { Objects = [] } });
        }

        void Reach(string folder)
        {
            if (!reached.Add(folder) || !given.TryGetValue(folder, out var root))
                return;
            foreach (string inner in Folders(folder, root))
                Reach(inner);
        }
    }

    /// <summary>The entry of an overlay's kustomization that brings a file in, directly or through others; null where none is known to.</summary>
    /// <param name="overlay">The overlay.</param>
    /// <param name="file">The full path of the file.</param>
    public Location? EntryFor(Overlay overlay, string file)
    {
        lock (_files)
        {
            if (!_entries.TryGetValue(overlay.File, out var entries))
                _entries[overlay.File] = entries = Entries(overlay.Composed.Folder);
            return entries.TryGetValue(file, out var entry) ? entry : null;
        }
    }

    private Dictionary<string, Location> Entries(string folder)
    {
        var entries = new Dictionary<string, Location>(StringComparer.Ordinal);
        if (RootOf(folder) is not { } root)
            return entries;
        var seen = new HashSet<string>(StringComparer.Ordinal) { folder };
        foreach (var entry in s_takers.SelectMany(root.Texts).Where(t => !RemoteAddress.Is(t.Value)))
        {
            var pending = new Stack<string>([PathOf(folder, entry.Value)]);
            while (pending.TryPop(out string? path))
            {
                if (!IsFolder(path))
                {
                    entries.TryAdd(path, entry.Location);
                    continue;
                }
                if (!seen.Add(path) || RootOf(path) is not { } inner)
                    continue;
                // What its generators make stands in the kustomization itself.
                foreach (string name in CompositionFiles.KustomizationNames)
                    entries.TryAdd($"{path}/{name}", entry.Location);
                foreach (string next in Named(path, inner, s_takers))
                    pending.Push(next);
            }
        }
        return entries;
    }

    private static bool IsComponent(Directives root) => root.Text("kind") == "Component";

    private Overlay OverlayOf(ComposedKustomization composed, bool isAsked)
    {
        string file = composed.Files.Keys.FirstOrDefault(f => PathText.FolderOf(f) == composed.Folder && IsKustomizationName(f))
            ?? composed.Folder + "/" + CompositionFiles.KustomizationNames[0];
        string display = composed.File is { } text && text.Path != composed.Folder ? text.Path : _request.DisplayOf(file);
        string name = PathText.FolderOf(display);
        return new Overlay(composed, name.Length == 0 ? "." : name, file, display, isAsked);
    }

    private static bool IsKustomizationName(string path) => CompositionFiles.KustomizationNames.Contains(PathText.NameOf(path));

    private void Note(Overlay overlay)
    {
        var composed = overlay.Composed;
        NoteSecrets(composed);
        if (composed.Refusal is { } refusal)
        {
            MarkPartial(composed.Folder);
            if (overlay.IsAsked)
                Skip(refusal.Location, overlay, refusal.Reason, null);
            else
                _refusedBeside.Add((overlay, refusal));
            return;
        }
        // Of one that was looked up only what has to do with what was asked for.
        foreach (var gap in composed.Gaps.Where(g => overlay.IsAsked || Concerns(composed, g)))
            Skip(gap.Location, overlay, null, gap.Reason);
        foreach (var (file, use) in composed.Files)
        {
            if (use is UseOfFile.Resource or UseOfFile.Patch)
                _roles[file] = FileRole.Composed;
            else if (use is UseOfFile.Data or UseOfFile.SecretData)
                _roles.TryAdd(file, FileRole.Data);
            else if (use == UseOfFile.Directive)
                _roles.TryAdd(file, FileRole.Directive);
        }
    }

    private void NoteSecrets(ComposedKustomization composed)
    {
        _ofSecrets.UnionWith(composed.Files.Where(f => f.Value == UseOfFile.SecretData).Select(f => f.Key));
        // Of what is not composed whole nobody knows all objects.
        bool isAnyThere =
            composed.Refusal is not null || !composed.Gaps.IsEmpty || composed.Objects.Any(o => SecretSpans.IsOne(o.Root.TextAt("kind")));
        foreach (string folder in composed.Files.Keys.Where(IsKustomizationName).Select(PathText.FolderOf))
        {
            // Many take in the same.
            if (!_searched.Contains((folder, isAnyThere)) && RootOf(folder) is { } root)
                NoteSecrets(folder, root, isAnyThere);
        }
    }

    // What a kustomization puts into Secrets, composed or not: files of generators, and patches, whatever kind those have themselves.
    private void NoteSecrets(string folder, Directives root, bool isAnyThere)
    {
        if (!_searched.Add((folder, isAnyThere)))
            return;
        foreach (
            var generator in root.Mappings("secretGenerator").Concat(root.Texts("generators").SelectMany(g => Plugins(folder, g.Value)))
        )
        {
            var named = generator.Texts("files").Select(f => f.Value[(f.Value.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            foreach (string file in named.Concat(generator.Texts("envs").Select(f => f.Value)).Append(generator.Text("env")))
            {
                if (file.Length > 0)
                    _ofSecrets.Add(PathOf(folder, file));
            }
        }
        foreach (var patch in root.Mappings("patches").Concat(root.Mappings("patchesJson6902")))
        {
            if (patch.Text("path") is { Length: > 0 } named && patch.Mapping("target") is { } target)
            {
                string? kind = target.Scalar("kind")?.Value;
                string path = PathOf(folder, named);
                if (
                    SecretSpans.MayBeSecret(kind)
                    && _files.TryRead(path, out var file, out _)
                    && SecretSpans.IsPatch(kind, file, isAnyThere)
                )
                    _ofSecrets.Add(path);
            }
        }
    }

    private IEnumerable<Directives> Plugins(string folder, string file) =>
        file.Contains('\n', StringComparison.Ordinal) || !_files.TryRead(PathOf(folder, file), out var read, out _)
            ? []
            : read.Documents.Select(d => d.Root).OfType<YamlMapping>().Where(SecretSpans.IsGenerator).Select(m => new Directives(m));

    private bool Concerns(ComposedKustomization composed, CompositionGap gap) =>
        (FullPathOf(gap.Location.Source.Path) is { } file && _scanned.Contains(file))
        || composed.Objects.Any(o => ReferenceEquals(o.Gap, gap) && o.Origin is { } origin && _scanned.Contains(origin.File));

    // One that was looked up and is refused is told of where what was asked for is composed by no other.
    private void NoteRefusedBeside(Overlay overlay, CompositionRefusal refusal)
    {
        var files = FilesOf(overlay.Composed.Folder, new HashSet<string>(StringComparer.Ordinal));
        if (files.Any(f => _scanned.Contains(f.Path) && _roles.GetValueOrDefault(f.Path) == FileRole.Partial))
            Skip(refusal.Location, overlay, refusal.Reason, null);
    }

    private void ComposeForFacts()
    {
        var folders = _request
            .ContextKustomizations.Select(_request.RealPath)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var given = folders.Where(f => RootOf(f) is not null).ToDictionary(f => f, f => RootOf(f)!, StringComparer.Ordinal);
        var used = given.SelectMany(k => Folders(k.Key, k.Value).Where(f => f != k.Key)).ToHashSet(StringComparer.Ordinal);
        var composer = new Composer(_files);
        var all = ImmutableArray.CreateBuilder<Overlay>();
        foreach (var (folder, root) in given)
        {
            if (used.Contains(folder) || IsComponent(root))
                continue;
            var composed = composer.Compose(folder);
            var overlay = OverlayOf(composed, isAsked: false);
            NoteSecrets(composed);
            // What nobody can compose says nothing.
            _forFacts.UnionWith(composed.Files.Where(f => f.Value is UseOfFile.Resource or UseOfFile.Patch).Select(f => f.Key));
            if (composed.Refusal is { } refusal)
            {
                _forFacts.UnionWith(FilesOf(folder, new HashSet<string>(StringComparer.Ordinal)).Select(f => f.Path));
                Skip(refusal.Location, overlay, refusal.Reason, null);
            }
            foreach (var gap in composed.Gaps)
                Skip(gap.Location, overlay, null, gap.Reason);
            all.Add(overlay);
        }
        ForFacts = all.DrainToImmutable();
    }

    private void Skip(Location location, Overlay overlay, RefusalReason? refusal, GapReason? gap)
    {
        // Where there is no file to read, the place is that of the file that should be there.
        string file = location.Source.Path == overlay.Composed.Folder ? overlay.Display : location.Source.Path;
        var key = (file, location.Start.Line, refusal, gap);
        if (!_skipped.TryGetValue(key, out var names))
            _skipped[key] = names = [];
        names.Add(overlay.Name);
    }

    // What a kustomization that is not composed names: nobody can say what becomes of it. A resource of a component may be used elsewhere.
    private void MarkPartial(string folder)
    {
        foreach (var (path, isResource, isOfComponent) in FilesOf(folder, _partial))
        {
            if (isResource)
                _resources.Add(path);
            if (!isResource || !isOfComponent)
                _roles.TryAdd(path, FileRole.Partial);
        }
    }

    // The files that a kustomization takes in, resources and patches, directly or through others that were not seen yet.
    private IEnumerable<(string Path, bool IsResource, bool IsOfComponent)> FilesOf(string first, HashSet<string> seen)
    {
        var pending = new Stack<string>([first]);
        while (pending.TryPop(out string? folder))
        {
            if (!seen.Add(folder) || RootOf(folder) is not { } root)
                continue;
            bool isComponent = IsComponent(root);
            foreach (string path in Named(folder, root, "resources", "bases").Where(p => !IsFolder(p)))
                yield return (path, true, isComponent);
            foreach (string path in Named(folder, root, "patchesStrategicMerge"))
                yield return (path, false, isComponent);
            foreach (var patch in root.Mappings("patches").Concat(root.Mappings("patchesJson6902")))
            {
                if (patch.Text("path") is { Length: > 0 } path)
                    yield return (PathOf(folder, path), false, isComponent);
            }
            foreach (string inner in Folders(folder, root).Where(IsFolder))
                pending.Push(inner);
        }
    }

    private IEnumerable<string> Folders(string folder, Directives root) => Named(folder, root, s_takers);

    private IEnumerable<string> Named(string folder, Directives root, params string[] keys) =>
        keys.SelectMany(root.Texts).Where(t => !RemoteAddress.Is(t.Value)).Select(t => PathOf(folder, t.Value));

    private string PathOf(string folder, string named) => _files.RealPath(PathText.Combine(folder, named));

    // A file that is no mapping; a template is none before it is rendered.
    private bool IsUnreadable(string folder)
    {
        foreach (string name in CompositionFiles.KustomizationNames)
        {
            if (_files.TryRead($"{folder}/{name}", out var file, out _))
                return file.Documents.Select(d => d.Root?.Target).FirstOrDefault(r => r is not null) is not YamlMapping
                    && !file.Documents.Any(d => d.Error is not null && TemplateText.IsIn(file.Source, d.Span));
            if (_sources.ContainsKey($"{folder}/{name}"))
                return true;
        }
        return false;
    }

    // Null where there is none, or where it is an object of another tool.
    private Directives? RootOf(string folder)
    {
        foreach (string name in CompositionFiles.KustomizationNames)
        {
            if (!_files.TryRead($"{folder}/{name}", out var file, out _))
                continue;
            if (file.Documents.Select(d => d.Root?.Target).FirstOrDefault(r => r is not null) is not YamlMapping root)
                return null;
            string version = root.TextAt("apiVersion") ?? "";
            return version.Length == 0 || version.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal)
                ? new Directives(root)
                : null;
        }
        return null;
    }

    private CompositionFile Open(string path)
    {
        CompositionFile file;
        if (_sources.TryGetValue(path, out var source))
        {
            var reading = source.Open();
            file = new CompositionFile(reading.Text, null, reading.Problem);
            // Bytes that are no text may go into a ConfigMap.
            if (reading.Text is null)
                file = _request.OpenNamed(path);
        }
        else
        {
            file = _request.OpenNamed(path);
        }
        if (file.Text is not { } text)
            return file;
        _fullPaths[text.Path] = path;
        Owners.Add(text);
        return file;
    }

    private HashSet<string>? _foldersOfSources;

    private bool IsFolder(string path)
    {
        if (_sources.ContainsKey(path))
            return false;
        if (_foldersOfSources is null)
        {
            _foldersOfSources = new HashSet<string>(StringComparer.Ordinal);
            foreach (string full in _sources.Keys)
            {
                for (string at = PathText.FolderOf(full); at.Length > 0 && _foldersOfSources.Add(at); at = PathText.FolderOf(at)) { }
            }
        }
        return _foldersOfSources.Contains(path) || _request.IsFolder(path);
    }
}
