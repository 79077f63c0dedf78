using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Detaching;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>Lints one file, document by document. What is in a file that a kustomization composes is judged there, but for its documents.</summary>
internal sealed class FileLinter
{
    private readonly LintRun _run;
    private readonly LintSource _source;
    private readonly ImmutableDictionary<int, YamlDocument> _kept;
    private readonly FileAnalysis _analysis;
    private readonly SourceHashes _hashes;
    private readonly ObjectLinter _objects;
    private readonly FileRole _role;
    private readonly ManifestUse _use;
    private readonly bool _isForTrial;
    private bool _isOpen;
    private int _composed;

    // The document at work, if other documents may take values from it.
    private TextSpan? _context;
    private bool _anyContext;

    // Whether a document before the one at work holds an object that findings about its pods move to.
    private bool _anyOwns;

    /// <summary>What comes out of one file.</summary>
    /// <param name="run">What all files of the scan share.</param>
    /// <param name="source">The file.</param>
    /// <param name="kept">What was read of it for its context already.</param>
    /// <param name="effort">What it may cost beside its characters.</param>
    public static FileOutcome Lint(LintRun run, LintSource source, KeptReading kept, long effort)
    {
        var pool = run.TakePool();
        var outcome = new FileLinter(run, source, kept, pool, effort).Lint();
        run.Return(pool);
        return outcome;
    }

    private FileLinter(LintRun run, LintSource source, KeptReading kept, TextPool pool, long effort)
    {
        (_run, _source, _kept) = (run, source, kept.Documents);
        _role = run.Overlays.RoleOf(source.FullPath);
        _analysis = new FileAnalysis(source, kept, effort, _role, run.Overlays.IsOfSecret(source.FullPath));
        _hashes = new SourceHashes(run.Hashes, source.Path);
        _objects = new ObjectLinter(run, source, null, _analysis.Outcome, pool, _hashes);
        _use =
            run.Overlays.IsResource(source.FullPath) ? ManifestUse.Kustomized
            : ManifestUses.IsOfGenerator(source.FullPath) ? ManifestUse.Generated
            : ManifestUse.Applied;
        _isForTrial = run.Request.IsForTrial(source.FullPath);
    }

    private FileOutcome Outcome => _analysis.Outcome;

    private FileOutcome Lint()
    {
        _analysis.Run(new FileWork(LintDocument, LintObject), SharingOf);
        Outcome.Held = Outcome.Objects;
        Outcome.Objects -= _composed;
        if (!Outcome.IsSkipped)
            Settle(isEnd: true);
        return Outcome;
    }

    // Suppressions hang together, and so does what a kustomization makes of a file.
    private FileSharing? SharingOf(SourceText text) =>
        text.Text.Length >= SharedFile.LeastLength
        && _role != FileRole.Composed
        && !Overlays.IsKustomization(_source)
        && FileSuppressions.Of(text, _run.Suppressions) is null
            ? new FileSharing(_run.Hands, LintPart)
            : null;

    private void LintPart(FileOutcome part, Action<FileWork> go)
    {
        var pool = _run.TakePool();
        var objects = new ObjectLinter(_run, _source, null, part, pool, _hashes);
        go(
            new FileWork(
                (_, document) => objects.Report(objects.Check(document), null, ContainerIndex.None),
                manifest => Lint(manifest, objects)
            )
        );
        _run.Return(pool);
    }

    private void Lint(Manifest manifest, ObjectLinter objects) =>
        objects.Lint(manifest.UsedAs(_use, _isForTrial || Outcome.IsForTrial), isPartial: _role == FileRole.Partial);

    private void LintDocument(SourceText text, YamlDocument document)
    {
        if (!_isOpen)
            _objects.Suppressions = FileSuppressions.Of(text, _run.Suppressions);
        _isOpen = true;
        Settle(isEnd: false);
        bool isComposed = _role == FileRole.Composed || Overlays.IsKustomization(_source);
        bool isTaken = isComposed || _role is FileRole.Data or FileRole.Directive;
        _context = isTaken || _kept.ContainsKey(document.Index) ? document.Span : null;
        _anyContext |= _context is not null;
        _objects.Owns = false;
        _objects.Survive(ObjectLinter.SuppressionsStep, () => _objects.Suppressions?.Enter(document));
        if (isComposed && _objects.Suppressions is { } suppressions)
        {
            foreach (var inner in InlinePatches.In(document))
                _objects.Survive(ObjectLinter.SuppressionsStep, () => suppressions.Enter(inner));
        }
        _objects.Report(_objects.Check(document), null, ContainerIndex.None);
    }

    private void LintObject(Manifest manifest)
    {
        if (_role == FileRole.Composed)
        {
            _composed++;
            return;
        }
        Lint(manifest, _objects);
        _anyOwns |= _objects.Owns;
    }

    // The rules about suppressions, twice: what they find may be suppressed too, and the suppression is then not unused.
    private void Settle(bool isEnd)
    {
        if (_objects.Suppressions?.Due(isEnd) is not { IsEmpty: false } due)
            return;
        var inForce = _objects.Suppressions.InForce;
        // Findings of other documents may point into one that holds context: its comments are judged when all have been.
        bool isStanding = _context is not null || (isEnd && _anyContext);
        // So are those of one that owns: what its pods show is printed in it.
        bool isPostponed = isStanding || _objects.Owns || (isEnd && _anyOwns);
        if (isStanding)
        {
            var document = _context ?? default;
            _objects.Survive(ObjectLinter.SuppressionsStep, () =>
                Outcome.Standing.AddRange(
                    due.Where(a => a.Kind == SuppressionKind.Comment)
                        .Select(a => new StandingSuppression(a, document, _objects.Place(a.Location)))
                )
            );
        }
        for (int round = 1; round <= 2; round++)
        {
            bool isReported = round == 2;
            foreach (var active in due)
            {
                void Judge() =>
                    _objects.Survive(ObjectLinter.SuppressionsStep, () => _objects.Judge(active, inForce, isReported, isStanding));
                if (isPostponed || (isReported && active.Awaits))
                    Outcome.Postponed.Add(Judge);
                else
                    Judge();
            }
        }
        _objects.Suppressions.Leave();
    }
}
