using System.Collections.Immutable;
using ManifestLint.Facts;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Explaining;

/// <summary>One step of an explanation: what was computed, with its numbers, and where the rule for it stands.</summary>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Lines">Sentences and sums, one a line.</param>
/// <param name="Source">The upstream source of the formula.</param>
public sealed record ExplainedStep(string Title, ImmutableArray<string> Lines, string Source);

/// <summary>How the facts of a container, or of a pod, follow from what its author wrote; detached from text and tree.</summary>
/// <param name="Title">The container and its object.</param>
/// <param name="Place"><c>FILE:LINE:COLUMN</c>.</param>
/// <param name="Steps">The steps, in the order in which one follows from the other.</param>
public sealed record Explanation(string Title, string Place, ImmutableArray<ExplainedStep> Steps)
{
    /// <summary>
    /// Explains what stands at a line: the containers there, else the pod with all its containers. Empty if the line is not in the object.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="file">The path to report.</param>
    /// <param name="line">1-based.</param>
    public static ImmutableArray<Explanation> At(PodFacts pod, string file, int line)
    {
        var here = pod.Containers.Where(c => Holds(c.Spec.Node, file, line, [])).ToList();
        if (here.Count == 0 && !Holds(pod.Workload.Manifest.Root, file, line, []))
            return [];
        return [.. (here.Count == 0 ? pod.Containers : (IEnumerable<ContainerFacts>)here).Select(c => Of(pod, c))];
    }

    /// <summary>Explains one container of a pod.</summary>
    public static Explanation Of(PodFacts pod, ContainerFacts container)
    {
        var steps = ImmutableArray.CreateBuilder<ExplainedStep>();
        steps.Add(ExplainedAmounts.Written(container));
        steps.Add(ExplainedAmounts.InForce(pod, container));
        steps.Add(ExplainedQos.Class(pod));
        steps.Add(ExplainedQos.Score(pod, container));
        steps.Add(ExplainedAmounts.Limit(pod, container));
        steps.AddRange(ExplainedRuntime.Of(container));
        steps.Add(ExplainedAmounts.Pod(pod));

        var manifest = pod.Workload.Manifest;
        string owner = new Findings.ObjectReference(manifest.ApiVersion, manifest.Kind, manifest.Name, manifest.Namespace)
        {
            NamePrefix = manifest.NamePrefix,
        }.ToString();
        var start = container.Spec.Node.Location.Start;
        return new Explanation(
            $"{Describe.Container(container.Spec)} of {owner}",
            $"{container.Spec.Node.Location.Source.Path}:{start.Line}:{start.Column}",
            steps.DrainToImmutable()
        );
    }

    // What a kustomization composes stands in several files.
    private static bool Holds(YamlNode node, string file, int line, HashSet<YamlNode> seen)
    {
        if (node.Location.Source.Path == file && line >= node.Location.Start.Line && line <= node.Location.End.Line)
            return true;
        node = node.Target;
        if (node is YamlScalar || !seen.Add(node))
            return false;
        return node switch
        {
            YamlMapping mapping => mapping.Entries.Any(e => Holds(e.Key, file, line, seen) || Holds(e.Value, file, line, seen))
                || mapping.Removed.Any(r => Holds(r.Value, file, line, seen)),
            YamlSequence sequence => sequence.Items.Any(i => Holds(i, file, line, seen)),
            _ => false,
        };
    }
}
