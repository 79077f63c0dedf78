using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Composition;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>Takes from each pod what is asked, without rules: facts as they are computed for them.</summary>
/// <param name="request">What is asked.</param>
/// <param name="set">What objects say about others.</param>
/// <param name="overlays">The kustomizations.</param>
/// <param name="select">Takes a pod, the path of its file, and how it is composed; null where it is as it is written.</param>
internal sealed class PodInspection<T>(
    LintRequest request,
    ManifestSet set,
    Overlays overlays,
    Func<PodFacts, string, ComposedPod?, T> select
)
{
    /// <summary>The pods of a file, but for those that are judged as they are composed.</summary>
    /// <param name="source">The file.</param>
    /// <param name="kept">What was read of it already.</param>
    /// <param name="effort">What it may cost beside its characters.</param>
    /// <param name="pods">Receives them.</param>
    public FileOutcome File(LintSource source, KeptReading kept, long effort, List<T> pods)
    {
        var role = overlays.RoleOf(source.FullPath);
        var analysis = new FileAnalysis(source, kept, effort, role, overlays.IsOfSecret(source.FullPath));
        bool sidecars = SidecarsIn(source.FullPath);
        analysis.Run(
            new FileWork(
                static (_, _) => { },
                manifest =>
                {
                    if (role == FileRole.Composed)
                        return;
                    var place = ObjectPlace.Of(source.FullPath, manifest, request.Assumptions.Namespace);
                    foreach (var workload in OperatorPods.Of(manifest, sidecars))
                        Add(
                            workload,
                            role == FileRole.Partial,
                            place,
                            source.FullPath,
                            (source.Path, source.Path, null),
                            analysis.Outcome,
                            pods
                        );
                }
            )
        );
        return analysis.Outcome;
    }

    /// <summary>The pods of what a kustomization composes; of one that is not asked for, those that are written in a source.</summary>
    /// <param name="overlay">The kustomization.</param>
    /// <param name="sources">The sources, as reports show them.</param>
    /// <param name="outcome">Counts.</param>
    /// <param name="pods">Receives them.</param>
    public void Overlay(Overlay overlay, HashSet<string> sources, FileOutcome outcome, List<T> pods)
    {
        ScanEffort.Begin(overlay);
        if (overlay.IsAsked)
            outcome.Objects += overlay.Unheld;
        bool sidecars = SidecarsIn(overlay.File);
        var data = ComposedPod.DataOf(overlay.Objects);
        foreach (var composed in overlay.TakeObjects())
        {
            if (Manifest.OfComposed(composed.Root, overlays.DocumentsOf) is not { } manifest)
                continue;
            var pod = new ComposedPod(overlay.Name, composed, data);
            if (!overlay.IsAsked && !ComposedText.PathsIn(composed.Root).Concat(pod.Files).Any(sources.Contains))
                continue;
            outcome.Objects++;
            var place = ObjectPlace.Of(overlay.File, manifest, request.Assumptions.Namespace, overlay.File);
            string display = composed.Root.Location.Source.Path;
            string file = overlays.FullPathOf(manifest.Root.Location.Source.Path) ?? overlay.File;
            foreach (var workload in OperatorPods.Of(manifest, sidecars))
                Add(workload, composed.Gap is not null, place, file, (display, overlay.Display, pod), outcome, pods);
        }
        ScanEffort.End(overlay, outcome);
    }

    private void Add(
        Workload workload,
        bool isPartial,
        ObjectPlace place,
        string file,
        (string Shown, string OfCrash, ComposedPod? Composed) names,
        FileOutcome outcome,
        List<T> pods
    )
    {
        outcome.Pods++;
        try
        {
            var pod = isPartial ? workload.AsPatch() : workload;
            pods.Add(
                select(
                    PodFacts.Compute(pod, set, place, request.AssumptionsFor(pod, place, file), request.Servers),
                    names.Shown,
                    names.Composed
                )
            );
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcome.Crashes.Add(new RuleCrash(names.OfCrash, "facts", exception));
        }
    }

    private bool SidecarsIn(string file) => FeatureGates.Of(request.For(file).Assumptions.KubernetesVersion).SidecarContainers;
}
