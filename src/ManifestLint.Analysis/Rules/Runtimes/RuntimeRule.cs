using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about language runtimes share: where a finding points, and what it names as the source of its numbers.</summary>
public abstract class RuntimeRule : ContainerRule
{
    private protected RuntimeRule(string id)
        : base(id) { }

    /// <summary>What is said of each program that is known, once of those that are alike; nothing of a patch, which holds half of the story.</summary>
    private protected static IEnumerable<Finding> OfEach<T>(ImmutableArray<T> programs, PodFacts pod, Func<T, IEnumerable<Finding>> check)
        where T : RuntimeFacts =>
        pod.Workload.Completeness == Completeness.Patch
            ? []
            : programs.Where(p => p.Certainty != RuntimeCertainty.Unknown).Distinct().SelectMany(check).Select(Weighed);

    /// <summary>A finding at a setting, which it names as its source, with the limit related; at the limit where the setting stands in no manifest.</summary>
    private protected Finding AtSource(
        RuntimeSetting setting,
        ContainerFacts container,
        PodFacts pod,
        Statement statement,
        bool withLimit = true,
        Location? at = null
    ) => AtSetting(setting.Word, container, pod, statement, withLimit, at, Source(setting));

    /// <summary>As above for a word, or for none.</summary>
    private protected Finding AtSetting(
        Word? word,
        ContainerFacts container,
        PodFacts pod,
        Statement statement,
        bool withLimit = true,
        Location? at = null,
        StatementSource? source = null
    )
    {
        var limit = LimitPlace.Of(container, pod);
        if (withLimit)
            statement = statement.If(Assume.Operator(container.Spec, container.Origins.MemoryLimit));
        bool isInPod = container.Origins.MemoryLimit is not TextOrigin.LimitRangeDefault;
        // What a Secret holds in base64 stands in no text; the entry that takes it does, and its key.
        var own = word is null ? null : WordPlace.Of(word);
        var taken = word is null || withLimit || own is not null ? null : EntryOf(word, container) ?? KeyOf(word);
        var place = own ?? at ?? taken ?? (isInPod ? null : container.Spec.NameNode.Location);
        var path = PathOf(word, container);
        // What a start script writes in front of it stands nowhere.
        word = word is null ? null : WordPlace.VariableOf(word)?.Value ?? word;
        var finding = At(place ?? limit ?? container.Spec.NameNode.Location, path, statement) with
        {
            Container = container.Spec.Name,
            From = source is null ? [] : [source, .. word is null ? [] : Inserted(word, container)],
        };
        bool isTaken = place is null || place == taken;
        RelatedPlace? related =
            isTaken ? (KeyOf(word) is { } key && key != place ? new(key, "what this key holds sets it") : null)
            : withLimit && limit is { } other ? new(other, "the memory limit")
            : word is null ? null
            : TakenAt(word, container);
        return related is null ? finding : finding with { Related = [related] };
    }

    private static Location? EntryOf(Word word, ContainerFacts container) =>
        word.Origin is TextOrigin.ConfigKey { TakenBy: { } variable } ? VariableOf(variable, container)?["name"]?.Location : null;

    private static Location? KeyOf(Word? word) =>
        word?.Origin is TextOrigin.ConfigKey { Among: { } mapping, Key: var name }
            ? mapping.Entries.Where(e => e.Name == name).Select(e => (Location?)e.Key.Location).LastOrDefault()
            : null;

    // The container that takes a setting from another object: at the entry that does, else at its name.
    private static RelatedPlace? TakenAt(Word word, ContainerFacts container)
    {
        if (word.Origin is not TextOrigin.ConfigKey key)
            return null;
        var entry = key.TakenBy is { } variable ? VariableOf(variable, container) : null;
        return new(
            (entry?["name"] ?? container.Spec.NameNode).Location,
            entry is null ? $"{Describe.Container(container.Spec)} takes it" : "taken here"
        );
    }

    private static YamlMapping? VariableOf(string name, ContainerFacts container) =>
        (container.Spec.Node["env"] as YamlSequence)
            ?.Items.Select(i => i.Target)
            .OfType<YamlMapping>()
            .LastOrDefault(e => e.TextAt("name") == name);

    /// <summary>Where a setting stands: <c>--max-old-space-size=300 in env NODE_OPTIONS</c>; null if it stands in no manifest.</summary>
    private protected static StatementSource? Source(RuntimeSetting setting) =>
        Source(setting.Name, setting.Written ?? Written(setting.Word), setting.Word, setting.From);

    /// <summary>As above for a text of its own; a variable that is the setting itself is not named twice.</summary>
    private protected static StatementSource? Source(string name, string text, Word word, TextOrigin from)
    {
        if (!word.IsKnown || text.Length == 0)
            return null;
        var made = WordPlace.VariableOf(word);
        word = made?.Value ?? word;
        var place = WordPlace.Of(word);
        // What a Secret holds in base64 stands in no text.
        if (place is null && word.Origin is not TextOrigin.ConfigKey)
            return null;
        bool isOwn = from is TextOrigin.Variable variable && (made is not null || variable.Name == name);
        return new(isOwn ? null : WrittenText.Cut(text), Chain(word, from), place ?? KeyOf(word), IsShownByLine(word, from, isOwn));
    }

    private static bool IsShownByLine(Word word, TextOrigin from, bool isOwn)
    {
        var holder = WordPlace.Holder(word);
        if (holder is TextOrigin.ConfigKey)
            return false;
        return isOwn
            || (
                !word.Parts.Any(p => p.Origin is TextOrigin.ResourceField)
                && (WordPlace.Reference(word) is null ? from : holder) is TextOrigin.Argument { Field: "command" or "args" }
            );
    }

    // What references bring into a setting: 900 in env HEAP.
    private static IEnumerable<StatementSource> Inserted(Word word, ContainerFacts container)
    {
        foreach (var part in WordPlace.Inserted(word))
        {
            var origin = part.Origin;
            string? variable = origin is TextOrigin.ConfigKey { TakenBy: { } name } ? name : (origin as TextOrigin.DownwardApi)?.TakenBy;
            yield return new(
                SecretText.IsHidden(word.Slice(part.Start, part.Length)) ? null : Shown(word.Text.Substring(part.Start, part.Length)),
                variable is null ? origin.ToString() : $"{new TextOrigin.Variable(variable)}, {origin}",
                origin.Scalar?.LocationOf(part.Offset, part.Length)
                    ?? (origin is TextOrigin.DownwardApi && variable is not null ? ResourceOf(variable, container)?.Location : null)
            );
        }
    }

    /// <summary>A fact that rests on an assumption is a warning at most (rules.md rule 4).</summary>
    private protected static Severity? AtMostWarning(RuntimeCertainty certainty) =>
        certainty == RuntimeCertainty.Exact ? null : Severity.Warning;

    /// <summary>A finding on two assumptions is a note, and hides nothing (rules.md rule 4).</summary>
    private protected static Finding Weighed(Finding finding) =>
        finding.Statement.Assumed.Count(a =>
            a.Kind is AssumptionKind.Release or AssumptionKind.Image or AssumptionKind.StartScript or AssumptionKind.Node
        ) < 2
            ? finding
            : finding with
            {
                Lowered = Severity.Note,
                SupersedesNothing = true,
            };

    /// <summary>The memory limit to compare with; null where there is none, and where it is a slip that nobody means (ML0004).</summary>
    private protected static long? Limit(ContainerFacts container) =>
        container.MemoryMax.Bytes is { } limit && !UnitSlips.IsTiny(limit) ? limit : null;

    /// <summary>A text as a message shows it.</summary>
    private protected static string Shown(string text) => WrittenText.Shown(text);

    /// <summary>A word as its author wrote it, references and all.</summary>
    private protected static string Written(Word word) => Shown(WordPlace.AsWritten(word));

    /// <summary>Bytes for people, beside percentages and differences.</summary>
    private protected static string Human(long bytes) => new ByteSize(bytes).ToHumanExact();

    /// <summary>The <c>resource</c> that a variable takes through the downward API; null if it does not.</summary>
    private protected static YamlScalar? ResourceOf(string variable, ContainerFacts container) =>
        VariableOf(variable, container)?.MappingAt("valueFrom", "resourceFieldRef")?["resource"] as YamlScalar;

    // The variable that brings it, and the object that holds it.
    private static string Chain(Word word, TextOrigin from) =>
        WordPlace.Holder(word) is TextOrigin.ConfigKey { TakenBy: { } variable } key ? $"{new TextOrigin.Variable(variable)}, {key}"
        // The operator brings it to the program; its author wrote the field.
        : word.Parts.FirstOrDefault(p => p.Origin is TextOrigin.ResourceField) is { Length: > 0 } part ? part.Origin.ToString()
        : WordPlace.Reference(word) is not null ? WordPlace.Holder(word)!.ToString()
        : from.ToString();

    private static YamlPath PathOf(Word? word, ContainerFacts container) =>
        (word is null ? null : WordPlace.Holder(word)) switch
        {
            TextOrigin.Argument { Index: { } index } argument => container.Spec.Path.Key(argument.Field).Index(index),
            TextOrigin.Argument argument => container.Spec.Path.Key(argument.Field),
            TextOrigin.Variable variable => container.Spec.Path.Key("env").Item(variable.Name),
            TextOrigin.ResourceField field => field.Path,
            _ => container.Spec.Path,
        };
}
