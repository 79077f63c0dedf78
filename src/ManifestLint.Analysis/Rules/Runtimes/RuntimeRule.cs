using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about language runtimes share: where a finding points.</summary>
public abstract class RuntimeRule : ContainerRule
{
    private protected RuntimeRule(string id)
        : base(id) { }

    /// <summary>A finding at an option, with the limit related; at the limit where the option stands in no manifest.</summary>
    private protected Finding AtSetting(
        Word? word,
        ContainerFacts container,
        PodFacts pod,
        string message,
        bool withLimit = true,
        Location? at = null
    )
    {
        var limit = LimitPlace(container, pod);
        var place = (word is null ? null : WordPlace.Of(word)) ?? at;
        var finding = At(place ?? limit ?? container.Spec.NameNode.Location, PathOf(word, container), message) with
        {
            Container = container.Spec.Name,
        };
        return withLimit && limit is { } other && place is not null
            ? finding with
            {
                Related = [new RelatedPlace(other, "the memory limit")],
            }
            : finding;
    }

    /// <summary>The limit as its author wrote it.</summary>
    private protected static string LimitText(ContainerFacts container, PodFacts pod)
    {
        var own = container.Spec.MemoryLimit;
        if (container.Origins.MemoryLimit == Origin.Declared)
            return own.Text;
        return container.Origins.MemoryLimit == Origin.PodLevel
            ? pod.Workload.Pod.Resources.Limits["memory"].Text
            : container.MemoryLimit.Value.ToString();
    }

    /// <summary>A fact that rests on an assumption is a warning at most (rules.md rule 4).</summary>
    private protected static Severity? AtMostWarning(RuntimeCertainty certainty) =>
        certainty == RuntimeCertainty.Exact ? null : Severity.Warning;

    /// <summary>A text as a message shows it: quoted where it holds blanks or nothing at all, line ends visible.</summary>
    private protected static string Shown(string text) =>
        text.Length == 0 || text.Any(char.IsWhiteSpace) ? $"\"{text.ReplaceLineEndings("\\n")}\"" : text;

    /// <summary>The <c>resource</c> that a variable takes through the downward API; null if it does not.</summary>
    private protected static YamlScalar? ResourceOf(string variable, ContainerFacts container) =>
        (container.Spec.Node["env"] as YamlSequence)
            ?.Items.Select(i => i.Target)
            .OfType<YamlMapping>()
            .LastOrDefault(e => e.TextAt("name") == variable)
            ?.MappingAt("valueFrom", "resourceFieldRef")
            ?["resource"] as YamlScalar;

    private static Location? LimitPlace(ContainerFacts container, PodFacts pod) =>
        container.Origins.MemoryLimit switch
        {
            Origin.Declared => container.Spec.MemoryLimit.Node.Location,
            Origin.PodLevel => pod.Workload.Pod.Resources.Limits["memory"].Node.Location,
            _ => null,
        };

    private static string PathOf(Word? word, ContainerFacts container) =>
        word?.Origin switch
        {
            TextOrigin.Argument argument => FieldPath.Append(container.Spec.Path, argument.Field),
            TextOrigin.Variable variable => $"{FieldPath.Append(container.Spec.Path, "env")}[{variable.Name}]",
            _ => container.Spec.Path,
        };
}
