using System.Buffers;
using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>The suppressions of one file (contracts.md C7): gathered document by document, asked finding by finding.</summary>
internal sealed class FileSuppressions
{
    private static readonly SearchValues<string> s_ownName = SearchValues.Create(["manifestlint"], StringComparison.OrdinalIgnoreCase);

    private readonly SuppressionTerms _terms;
    private readonly SourceText _source;
    private readonly List<ActiveSuppression> _ofFile = [];
    private readonly SuppressionIndex _file = new();
    private List<ActiveSuppression> _ofDocument = [];

    // Those of the document that speak for a value, in the order of the text.
    private readonly List<ActiveSuppression> _ofValues = [];
    private SuppressionIndex _document = new();
    private YamlNode? _root;
    private bool _anyValue;
    private (int From, int Stop, int? Line) _lastLine;

    private FileSuppressions(SourceText source, SuppressionTerms terms) => (_source, _terms) = (source, terms);

    /// <summary>Those of a text; null if it cannot hold any.</summary>
    public static FileSuppressions? Of(SourceText source, SuppressionTerms terms) =>
        terms.AreHonoured && source.Text.AsSpan().ContainsAny(s_ownName) ? new FileSuppressions(source, terms) : null;

    /// <summary>Those of an object that was composed of several texts: its annotations.</summary>
    public static FileSuppressions? OfObject(SourceText source, SuppressionTerms terms) =>
        terms.AreHonoured ? new FileSuppressions(source, terms) : null;

    /// <summary>Takes the comments of a document, before its findings are asked about.</summary>
    public void Enter(YamlDocument document)
    {
        _root = document.Root;
        foreach (var comment in document.Error is null ? document.Comments : LeadingComments(document))
        {
            if (Suppression.OfComment(comment.Location.Text) is not { } read)
                continue;
            var text = WithSecondRule(read);
            var location = comment.Location;
            var names = text.Rules.Select(r => new Location(
                location.Source,
                new TextSpan(location.Span.Start + r.Start, location.Span.Start + r.Start + r.Length)
            ));
            var active = new ActiveSuppression(_terms.Rules, text, SuppressionKind.Comment, location, [.. names]);
            Place(active, comment, document);
            Add(active);
        }
        _anyValue |= document.Root is not null || document.Error is not null;
    }

    /// <summary>Takes the annotations of an object and of its pods, before its findings are asked about.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="workloads">Its pods.</param>
    /// <param name="isTentative">True in a patch or a patched base.</param>
    public void Enter(Manifest manifest, ImmutableArray<Workload> workloads, bool isTentative)
    {
        Own(manifest, workloads, isTentative);
        Annotate(manifest.Metadata, YamlPath.Root, null);
        // A CronJob's template of Jobs speaks for the object: it has no other pods.
        if (manifest is { Kind: "CronJob", Group: "batch" })
            Annotate(manifest.Root.MappingAt("spec", "jobTemplate", "metadata"), YamlPath.Of("spec", "jobTemplate"), null);
        foreach (var workload in workloads)
        {
            if (workload.Pod.Metadata is { } metadata && !ReferenceEquals(metadata, manifest.Metadata))
                Annotate(metadata, workload.PodPath, workload);
        }

        void Annotate(YamlMapping? metadata, YamlPath path, Workload? pod)
        {
            if (
                metadata?.MappingAt("annotations")?[Suppression.AnnotationKey] is not YamlScalar { IsNull: false } value
                || FieldReading.IsForeign(value)
            )
                return;
            var containers = new Lazy<ContainerNames>(() => new ContainerNames(pod is null ? workloads : [pod]));
            foreach (var text in Suppression.OfAnnotation(value.Value).Select(WithSecondRule))
            {
                var name = value.LocationOf(text.Rules[0].Start, text.Rules[0].Length);
                Add(
                    new ActiveSuppression(_terms.Rules, text, SuppressionKind.Annotation, name, [name])
                    {
                        Owner = manifest,
                        Pod = pod,
                        Path = path.Key("metadata").Key("annotations").Key(Suppression.AnnotationKey),
                        IsTentative = isTentative,
                        Container = text.Rules[0].Container,
                        Misplaced = text.Flaw
                            ?? (isTentative || text.Rules[0].Container is not { } only ? null : containers.Value.Flaw(only)),
                    }
                );
            }
        }
    }

    // Which comments speak for the object or a value of it.
    private void Own(Manifest manifest, ImmutableArray<Workload> workloads, bool isTentative)
    {
        if (_ofDocument.Count == 0 || manifest.Root.Location.Source != _source)
            return;
        if (ReferenceEquals(manifest.Root, _root))
        {
            foreach (var active in _ofDocument.Where(a => a is { Text.Scope: SuppressionScope.Document, Owner: null }))
                (active.Owner, active.IsTentative) = (manifest, isTentative);
        }
        var containers = new Lazy<ContainerIndex>(() => new([.. workloads.SelectMany(w => w.Pod.AllContainers)]));
        var whole = manifest.Root.Location.Span;
        // What stands first may stand behind a hyphen, and a comment behind what stands last.
        int from = _source.StartOfLine(_source.PositionOf(whole.Start).Line),
            first = Ordered.First(_ofValues.Count, at => _ofValues[at].Reach!.Value.Start >= from);
        for (int i = first; i < _ofValues.Count && _ofValues[i].Reach!.Value.Start <= whole.End; i++)
        {
            var active = _ofValues[i];
            if (active.Owner is not null || active.ValueEnd > whole.End)
                continue;
            active.Owner = manifest;
            active.IsTentative = isTentative;
            active.Path = CommentReach.Of(manifest.Root, _source, active.Line!.Value, active.IsAbove).Path;
            active.Container = containers.Value.At(active.Path)?.Name;
        }
    }

    /// <summary>The suppression that silences a finding; null if none does.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="manifest">Its object, or null.</param>
    /// <param name="container">The container it is in, or null.</param>
    /// <param name="claim">The claim that the finding is, until it is known whether it holds; null for a finding that holds.</param>
    public ActiveSuppression? Silence(Finding finding, Manifest? manifest, ContainerSpec? container, Claim? claim = null) =>
        InForce.Silence(finding, manifest, container, new(finding.RuleId, finding.Container, claim));

    /// <summary>Those of the document and of the file, also when other documents have been entered.</summary>
    public SuppressionsInForce InForce => new(_source, _document, _file);

    /// <summary>Those of the document, in their order, and those of the file so far.</summary>
    public IEnumerable<ActiveSuppression> All => _ofDocument.Concat(_ofFile);

    /// <summary>Those that can be judged now: the document's, at the end of the file its own too.</summary>
    public ImmutableArray<ActiveSuppression> Due(bool isEnd) => isEnd ? [.. _ofDocument, .. _ofFile] : [.. _ofDocument];

    /// <summary>Forgets those of the document, which have been judged.</summary>
    public void Leave()
    {
        if (_ofDocument.Count == 0)
            return;
        (_ofDocument, _document) = ([], new SuppressionIndex());
        _ofValues.Clear();
    }

    private void Add(ActiveSuppression active)
    {
        active.IsExpired = active.Text.Until is { } until && _terms.Today > until;
        bool isOfFile = active.Text.Scope == SuppressionScope.File;
        (isOfFile ? _ofFile : _ofDocument).Add(active);
        if (active.Line is not null && active.Reach is not null)
            _ofValues.Add(active);
        if (active.Text.Scope != SuppressionScope.Value || active.Reach is not null)
            (isOfFile ? _file : _document).Add(active, active.Reach, active.Text.Scope == SuppressionScope.Object);
    }

    private void Place(ActiveSuppression active, YamlComment comment, YamlDocument document)
    {
        switch (active.Text.Scope)
        {
            case SuppressionScope.File:
                bool isLate = _anyValue || (document.Root is { } first && comment.Location.Span.Start > first.Location.Span.Start);
                if (isLate)
                    active.Misplaced ??= new(SuppressionFlawKind.BelowFirstValue);
                break;
            case SuppressionScope.Value:
                active.Line = document.Root is null ? null : CommentReach.LineOf(comment, document, ref _lastLine);
                active.IsAbove = comment.IsAlone;
                if (active.Line is { } line)
                    (active.Reach, _, active.ValueEnd) = CommentReach.Of(document.Root!, _source, line, comment.IsAlone);
                else
                    active.Misplaced ??= new(
                        document.Error is null ? SuppressionFlawKind.NoValueBelow : SuppressionFlawKind.UnreadableDocument
                    );
                break;
        }
    }

    // "ML1001, ML4001 measured": a rule at the head of the reason was meant to be named with the others.
    private Suppression WithSecondRule(Suppression text)
    {
        if (text.Flaw is not null || text.Rules.IsEmpty || text.Reason is not { } reason)
            return text;
        string first = reason.TrimStart(',', ' ', '\t', '[').Split([' ', '\t', ',', ';', ':', ']'], 2)[0];
        if (_terms.Rules.FindByIdOrName(first) is null)
            return text;
        var own = text.Rules.Select(r => r.Rule).Append(first);
        string both =
            text.Scope == SuppressionScope.Object
                ? string.Join("; ", own.Select(rule => $"{rule} reason"))
                : $"[{string.Join(", ", own)}] reason";
        return text with { Flaw = new(SuppressionFlawKind.SecondRule, first, both) };
    }

    // The names of containers that an annotation may speak for.
    private sealed class ContainerNames(ImmutableArray<Workload> workloads)
    {
        private readonly HashSet<string> _names = [.. workloads.SelectMany(w => w.Pod.AllContainers).Select(c => c.Name).OfType<string>()];
        private readonly bool _isOpen = workloads
            .SelectMany(w => w.Pod.AllContainers)
            .Any(c => c.Name is not { } name || Placeholder.IsIn(name));

        public SuppressionFlaw? Flaw(string container) =>
            _isOpen || _names.Contains(container)
                ? null
                : new(SuppressionFlawKind.NoSuchContainer, container, Spelling.Nearest(container, _names));
    }

    // A document that does not parse has no comments, but what stands before its first value is plain to see.
    private IEnumerable<YamlComment> LeadingComments(YamlDocument document)
    {
        int line = document.Index == 0 ? 1 : _source.PositionOf(document.Span.Start).Line;
        for (; line <= _source.LineCount; line++)
        {
            var span = _source.SpanOfLine(line);
            if (span.Start >= document.Span.End)
                yield break;
            var text = _source.Text.AsSpan(span.Start, span.Length);
            int start = text.IndexOfAnyExcept(" \t");
            if (start < 0 || text[start] is '%' || text.StartsWith("---"))
                continue;
            if (text[start] != '#')
                yield break;
            yield return new YamlComment(new Location(_source, span with { Start = span.Start + start }), IsAlone: true);
        }
    }
}
