using ManifestLint.Detaching;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Suppressing;

namespace ManifestLint.Linting;

/// <summary>Lints what a kustomization composes.</summary>
internal sealed class OverlayLinter
{
    private readonly LintRun _run;
    private readonly Overlay _overlay;
    private readonly FileOutcome _outcome = new();
    private readonly ObjectLinter _objects;
    private readonly List<ActiveSuppression> _annotations = [];

    private OverlayLinter(LintRun run, Overlay overlay, TextPool pool)
    {
        (_run, _overlay) = (run, overlay);
        var source = new LintSource(overlay.Display, overlay.File, true, static () => default);
        _objects = new ObjectLinter(run, source, overlay, _outcome, pool, new SourceHashes(run.Hashes, source.Path));
    }

    /// <summary>What comes out of each, in their order.</summary>
    public static FileOutcome[] Lint(LintRun run)
    {
        var overlays = run.Overlays.All;
        var linters = new OverlayLinter[overlays.Length];
        SideBySide.For(0, overlays.Length, run.Hands, i =>
        {
            var pool = run.TakePool();
            linters[i] = new OverlayLinter(run, overlays[i], pool);
            linters[i].Lint();
            run.Return(pool);
        });
        if (linters.Length > 0)
            linters[0]._outcome.Postponed.Add(() => JudgeAnnotations(linters));
        return [.. linters.Select(l => l._outcome)];
    }

    private void Lint()
    {
        ScanEffort.Begin(_overlay);
        _outcome.Objects += _overlay.Unheld;
        foreach (var composed in _overlay.TakeObjects())
        {
            if (Manifest.OfComposed(composed.Root, _run.Overlays.DocumentsOf, _run.Overlays.IsChangedByName) is not { } manifest)
                continue;
            _outcome.Objects++;
            _objects.Suppressions = FileSuppressions.OfObject(composed.Root.Location.Source, _run.Suppressions);
            _objects.Lint(manifest, composed.Gap is not null, composed);
            _annotations.AddRange(_objects.Suppressions?.All ?? []);
        }
        ScanEffort.End(_overlay, _outcome);
    }

    // One annotation may stand in objects of several kustomizations: it has a use if it has one in any.
    private static void JudgeAnnotations(OverlayLinter[] linters)
    {
        var all = linters
            .SelectMany(l => l._annotations.Select(active => (Linter: l, Active: active)))
            .GroupBy(a => (a.Active.Location.Source.Path, a.Active.Location.Span.Start));
        foreach (var same in all)
        {
            var (linter, active) = same.First();
            linter._objects.Survive(ObjectLinter.SuppressionsStep, () =>
            {
                foreach (var (_, other) in same)
                {
                    other.Conclude();
                    active.UseAs(other);
                }
                linter._objects.Judge(active, SuppressionsInForce.None, isReported: true);
            });
        }
    }
}
